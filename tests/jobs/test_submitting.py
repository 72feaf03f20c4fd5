from collections.abc import AsyncIterator

import pytest

from batchdeck.aws.errors import (
    AwsError,
    DeniedError,
    ReadOnlyError,
    RefusedError,
    ThrottledError,
    UncertainError,
    UnreachableError,
)
from batchdeck.domain.call import Write
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.submission import SUBMISSION_TAG, Submission
from batchdeck.jobs.submitting import (
    Found,
    NotFound,
    Refused,
    Sending,
    SubmitState,
    Submitted,
    Uncertain,
    plan,
    submit,
)
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime

ORDER = Submission("report", "etl", "report:3")
LOST = UncertainError("no answer in 10 s")


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def outcome(batch: ScriptedBatch, time: VirtualTime) -> list[SubmitState]:
    states: AsyncIterator[SubmitState] = submit(
        batch, ORDER, "token", clock=time.clock, sleep=time.sleep
    )
    return [state async for state in states]


async def test_a_job_is_sent_once_as_it_was_shown(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    states = await outcome(batch, time)
    shown = plan(batch, ORDER, "token")
    assert states == [Sending(shown.line), Submitted("new")]
    assert batch.sent == [shown]


@pytest.mark.parametrize(
    "error", [RefusedError("no"), DeniedError("no"), ThrottledError("no"), ReadOnlyError("no")]
)
async def test_what_aws_refuses_is_not_sent_again(error: AwsError, time: VirtualTime) -> None:
    batch = ScriptedBatch()
    batch.failing["send",] = error
    assert (await outcome(batch, time))[1:] == [Refused(error)]
    assert len(batch.sent) == 1
    assert batch.known == {}


async def test_a_lost_answer_is_looked_up_and_the_job_found(time: VirtualTime) -> None:
    batch = ScriptedBatch()

    def carried_out(write: Write) -> str:
        batch.accept(write)
        raise LOST

    batch.submits = carried_out
    assert (await outcome(batch, time))[1:] == [Uncertain(LOST), Found("new")]
    assert len(batch.sent) == 1


async def test_a_job_that_appears_late_is_found(time: VirtualTime) -> None:
    batch = ScriptedBatch()

    def late(call: tuple[str, ...]) -> None:
        if call[0] == "named" and time.now >= NOON + 4_000:
            batch.accept(batch.sent[0])

    batch.failing["send",] = LOST
    batch.before = late
    assert (await outcome(batch, time))[-1] == Found("new")
    assert len(batch.sent) == 1


async def test_another_job_of_that_name_is_not_taken_for_it(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    other = Job("other", "report", "etl", "RUNNING", NOON)
    batch.known["other"] = JobDetail(other, tags=((SUBMISSION_TAG, "another token"),))
    batch.failing["send",] = LOST
    assert (await outcome(batch, time))[-1] == NotFound()
    assert len(batch.sent) == 1
    assert 10_000 <= time.now - NOON <= 12_000


async def test_when_it_cannot_be_looked_up_either_that_is_said(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    batch.failing["send",] = LOST
    down = batch.failing["named",] = UnreachableError("no connection")
    assert (await outcome(batch, time))[-1] == NotFound(down)
    assert len(batch.sent) == 1


async def test_a_failing_look_up_goes_on(time: VirtualTime) -> None:
    batch = ScriptedBatch()

    def carried_out(write: Write) -> str:
        batch.accept(write)
        batch.failing["details",] = ThrottledError("slow down")
        raise LOST

    def recover(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 3_000:
            batch.failing.clear()

    batch.submits = carried_out
    batch.before = recover
    assert (await outcome(batch, time))[-1] == Found("new")


async def test_of_very_many_namesakes_the_newest_are_described(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    for number in range(150):
        old = Job(f"o{number}", "report", "etl", "SUCCEEDED", NOON - 1 - number)
        batch.known[old.id] = JobDetail(old)

    def carried_out(write: Write) -> str:
        batch.accept(write)
        raise LOST

    batch.submits = carried_out
    assert (await outcome(batch, time))[-1] == Found("new")
    assert sum(call[0] == "details" for call in batch.calls) == 1
