from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

from batchdeck.aws.account import Account
from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import DeniedError
from batchdeck.diagnosis.diagnosing import diagnose, prepare
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.fact import GATEWAYS
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.local.launcher import LocalAccount
from tests.diagnosis.facts.asked import Gateway
from tests.diagnosis.things import NOW, QUEUE, environment, job
from tests.screens.console_app import connection_to

JOB = Subject(Kind.JOB, "j-1")


def refuse(*_: Any) -> None:
    raise DeniedError("denied", action="x:Y")


class Refusing(Gateway):
    """Denies everything that it has no answer for."""

    def __getattr__(self, name: str) -> Any:
        self.answers.setdefault(name, refuse)
        return super().__getattr__(name)

    async def pages(self, *_: Any) -> AsyncIterator[Any]:
        """No list either."""
        refuse()
        yield ()


async def no_credentials(*_: str) -> None:
    """No client can be made."""
    refuse()


async def states(
    batch: Gateway, subject: Subject = JOB, held: Mapping[str, object] = MappingProxyType({})
) -> list[Diagnosis]:
    """Every state of a diagnosis in an account where only Batch answers."""
    others = {name: Refusing() for name in GATEWAYS - {"batch"}}
    account = SimpleNamespace(batch=batch, calls=CallLog(), warm_up=no_credentials, **others)
    return [one async for one in diagnose(cast("Account", account), subject, NOW, held)]


async def test_it_grows_by_a_verdict_at_a_time_and_is_whole_at_the_end() -> None:
    off = environment(state="DISABLED")
    batch = Refusing(details=(job(),), queues=(QUEUE,), environments=(off,))
    found = await states(batch)
    counts = [len(one.findings) for one in found]
    assert counts[0] == 1
    assert counts == sorted(counts)
    assert [one.complete for one in found[-2:]] == [False, True]
    assert found[-1].state is State.BLOCKED
    assert found[-1].roots[0].finding.check.id == "ce-state-enabled"
    assert {"x:Y"} == {one.verdict.missing_permission for one in found[-1].unknowns}


async def test_a_job_that_is_gone_or_may_not_be_read() -> None:
    (gone,) = await states(Gateway(details=(), queues=(), environments=()))
    assert (gone.state, gone.exit_code, gone.complete) == (State.UNKNOWN, 2, True)
    assert "does not know the job" in gone.summary
    (denied,) = await states(Refusing())
    assert denied.summary == "nothing can be said: denied"


async def test_what_runs_or_ended_is_asked_only_what_it_can_answer() -> None:
    batch = Gateway(details=(job("RUNNING"),), queues=(QUEUE,), environments=(environment(),))
    running = (await states(batch))[-1]
    assert (running.state, running.causes) == (State.PROGRESSING, ())
    assert {one.check.id for one in running.findings} == {"job-retry-on-spot", "job-timeout-set"}
    batch.answers["details"] = (job("FAILED", exit_code=3),)
    failed = (await states(batch))[-1]
    assert (failed.state, failed.roots[0].finding.check.id) == (State.DONE, "job-exit-code")


async def test_what_is_held_already_is_not_asked_for() -> None:
    off = environment(state="DISABLED")
    batch = Refusing()
    held = {"described": job(), "queues": (QUEUE,), "environments": (off,)}
    found = await states(batch, held=held)
    assert found[-1].roots[0].finding.check.id == "ce-state-enabled"
    asked = {name for name, *_ in batch.calls}
    assert not asked & {"details", "queues", "environments"}


async def test_what_it_needs_is_made_ready_without_a_call(local_account: LocalAccount) -> None:
    account = Account(connection_to(local_account.endpoint))
    await prepare(account)
    assert account.calls.version == 0
    await account.ec2.subnets()
    await account.close()
