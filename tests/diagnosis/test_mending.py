"""What is said of a remedy; that it is sent once and helps is in tests/screens/test_fix.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import DeniedError, UncertainError, UnreachableError
from batchdeck.diagnosis.mending import PATIENCE, Mending, Stage, mend, unfilled
from batchdeck.domain.call import Write
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment
from tests.diagnosis.test_changes import DISABLED, diagnosis
from tests.diagnosis.things import environment, job
from tests.panes.scripted_account import Unanswering

STUCK = diagnosis(ce_state_enabled=DISABLED)
CAUSE = STUCK.causes[0]
WRITE = Write("batch", "UpdateComputeEnvironment", {}, "aws batch update-compute-environment")
SENT = Mending(Stage.SENT, "align", "RUNNABLE")


CREATE = Write(
    "batch", "CreateComputeEnvironment", {"computeEnvironmentName": "new"}, "aws batch create"
)
SUBMIT = Write("batch", "SubmitJob", {}, "aws batch submit-job")
STOP = Write("batch", "TerminateJob", {}, "aws batch terminate-job")


class Commands:
    """Takes writes as it is told to: fails at the first, or at the one of that number."""

    def __init__(self, error: Exception | None = None, *, at: int = 1) -> None:
        self.sent: list[Write] = []
        self._error = error
        self._at = at

    async def send(self, write: Write) -> str:
        self.sent.append(write)
        if self._error is not None and len(self.sent) == self._at:
            raise self._error
        return "j-2" if write.operation == "SubmitJob" else ""


class Known:
    """An account of which nothing but a job's state is known."""

    def __init__(self, commands: Commands, batch: Moving) -> None:
        self.calls = CallLog()
        self.commands = commands
        self.batch = batch

    def __getattr__(self, name: str) -> Any:
        return Unanswering()


class Moving:
    """A Batch whose job is read in these states, one after the other."""

    def __init__(self, *states: str | Exception) -> None:
        self.children: tuple[tuple[str, int], ...] = ()
        self.asked: set[str] = set()
        self._states = list(states)

    async def details(self, ids: Any) -> tuple[JobDetail, ...]:
        self.asked.update(ids)
        state = self._states.pop(0) if len(self._states) > 1 else self._states[0]
        if isinstance(state, Exception):
            raise state
        return (job(state, children=self.children),) if state else ()

    def __getattr__(self, name: str) -> Any:
        async def answer(*_: object) -> None:
            raise UnreachableError("not in this test", action=name)

        return answer


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.sleeps = 0

    def clock(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.sleeps += 1


async def states(
    commands: Commands, *moves: str | Exception, time: Time | None = None
) -> list[Mending]:
    """Every state of one remedy."""
    return await states_of([WRITE], commands, Moving(*moves), time or Time())


async def states_of(
    writes: list[Write], commands: Commands, batch: Moving, time: Time
) -> list[Mending]:
    """Every state of a remedy of several requests."""
    known = cast("Account", Known(commands, batch))
    stream = mend(known, STUCK, CAUSE, writes, clock=time.clock, sleep=time.sleep)
    return [state async for state in stream]


async def test_it_is_sent_once_and_followed_until_the_job_moves() -> None:
    commands = Commands()
    found = await states(commands, "RUNNABLE", UnreachableError("gone"), "STARTING")
    assert commands.sent == [WRITE]
    assert [one.stage for one in found[:2]] == [Stage.SENDING, Stage.SENT]
    assert found[-1].stage is Stage.MOVED
    assert found[-1].summary == "align is STARTING now: it helped"


async def test_what_is_refused_is_not_followed() -> None:
    commands = Commands(DeniedError("batch:UpdateComputeEnvironment is not allowed"))
    found = await states(commands, "RUNNABLE")
    assert [one.stage for one in found] == [Stage.SENDING, Stage.REFUSED]
    assert found[-1].summary.startswith("refused, nothing was changed: batch:Update")


async def test_an_unknown_outcome_is_watched_and_not_sent_again() -> None:
    commands = Commands(UncertainError("no answer"))
    found = await states(commands, "RUNNABLE", "RUNNING")
    assert len(commands.sent) == 1
    assert "it is not sent again" in found[1].summary
    assert found[-1].stage is Stage.MOVED


async def test_nobody_waits_for_ever_and_the_looks_get_rarer() -> None:
    time = Time()
    found = await states(Commands(), "RUNNABLE", time=time)
    assert found[-1].stage is Stage.STAYED
    assert "after 15 minutes: it did not help" in found[-1].summary
    assert PATIENCE <= time.seconds < PATIENCE + 60
    assert time.sleeps < 80


async def test_the_first_that_is_refused_is_the_last_that_is_sent() -> None:
    commands = Commands(DeniedError("SubmitJob is not allowed"), at=2)
    found = await states_of([WRITE, SUBMIT, STOP], commands, Settling(), Time())
    assert commands.sent == [WRITE, SUBMIT]
    assert (found[-1].stage, found[-1].done) == (Stage.REFUSED, 1)
    assert found[-1].summary == (
        "done: UpdateComputeEnvironment; SubmitJob (2 of 3) was refused, "
        "not sent: TerminateJob: SubmitJob is not allowed"
    )


async def test_after_a_lost_answer_nothing_more_is_sent() -> None:
    commands = Commands(UncertainError("no answer"), at=1)
    found = await states_of([SUBMIT, STOP], commands, Moving("RUNNABLE"), Time())
    assert commands.sent == [SUBMIT]
    assert "took SubmitJob (1 of 2), looking" in found[1].summary
    assert "not sent: TerminateJob" in found[1].summary


async def test_a_job_in_the_place_of_the_old_one_is_followed() -> None:
    batch = Moving("SUBMITTED", "RUNNABLE", "STARTING")
    found = await states_of([SUBMIT, STOP], Commands(), batch, Time())
    assert [one.done for one in found if one.stage is Stage.SENDING] == [0, 1]
    assert found[-1].summary == "align is STARTING now: it helped"
    assert batch.asked == {"j-2"}


class Settling(Moving):
    """A Batch that takes some looks until an environment is ready."""

    def __init__(self, *statuses: str) -> None:
        super().__init__("RUNNING")
        self._statuses = list(statuses or ["VALID"])

    async def environments(self) -> tuple[ComputeEnvironment, ...]:
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        return (environment("new", status=status),)


async def test_the_next_request_waits_until_the_environment_is_ready() -> None:
    commands, time = Commands(), Time()
    found = await states_of([CREATE, WRITE], commands, Settling("CREATING", "VALID"), time)
    assert [one.summary for one in found[:3]] == [
        "sending CreateComputeEnvironment (1 of 2)",
        "done: CreateComputeEnvironment; waiting for new to be ready",
        "sending UpdateComputeEnvironment (2 of 2)",
    ]
    assert len(commands.sent) == 2


async def test_an_environment_that_is_never_ready_ends_it() -> None:
    commands = Commands()
    found = await states_of([CREATE, WRITE], commands, Settling("CREATING"), Time())
    assert commands.sent == [CREATE]
    assert found[-1].stage is Stage.REFUSED
    assert found[-1].summary == (
        "done: CreateComputeEnvironment; UpdateComputeEnvironment (2 of 2) was not sent: "
        "new is still CREATING: the next request would be refused"
    )


async def test_an_array_moves_when_its_children_do() -> None:
    batch, time = Moving("RUNNABLE"), Time()
    batch.children = (("RUNNABLE", 2), ("STARTING", 1), ("FAILED", 0))
    known = cast("Account", Known(Commands(), batch))
    stream = mend(known, STUCK, CAUSE, [WRITE], clock=time.clock, sleep=time.sleep)
    *_, last = [state async for state in stream]
    assert last.summary == "align is 2 RUNNABLE, 1 STARTING now: it helped"


async def test_a_job_that_is_gone_has_moved() -> None:
    assert (await states(Commands(), ""))[-1].summary == "align is gone now"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SENT, "sent; align is still RUNNABLE"),
        (replace(SENT, cleared=False), "sent, but align is still RUNNABLE for the same cause"),
        (replace(SENT, cleared=True), "the cause is gone, align is still RUNNABLE: Batch takes"),
        (
            replace(SENT, cleared=True, next_cause=CAUSE),
            "align is still RUNNABLE: the next cause is that spot is DISABLED",
        ),
        (replace(SENT, stage=Stage.MOVED, status="FAILED"), "align is FAILED now"),
        (Mending(Stage.MOVED, "etl"), "etl is free: it helped"),
    ],
)
def test_how_things_stand_in_a_sentence(state: Mending, words: str) -> None:
    assert state.summary.startswith(words)


def test_what_has_to_be_filled_in() -> None:
    assert unfilled("aws x --a <nat> --b <role-that-exists> --c <nat>") == (
        "nat",
        "role-that-exists",
    )
    assert unfilled("aws x --a 1") == ()
    assert unfilled("aws x <nat>", "aws y <nat> <key>") == ("nat", "key")
