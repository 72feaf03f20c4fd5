from batchdeck.jobs.describing import describe
from tests.jobs.scripted_batch import ScriptedBatch, job


async def test_many_jobs_are_described_a_hundred_a_call() -> None:
    batch = ScriptedBatch(*(job(f"j{number}") for number in range(250)))
    found = await describe(batch, [*batch.known, "forgotten"])
    assert found == batch.known
    assert [len(call) - 1 for call in batch.calls] == [100, 100, 51]
