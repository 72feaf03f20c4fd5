from __future__ import annotations

from itertools import chain

from batchdeck.aws.errors import UnreachableError
from batchdeck.logs.passing import passing
from batchdeck.logs.reading import LogReader
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime
from tests.logs.scripted_events import ScriptedEvents


async def test_lines_pass_once_and_are_forgotten(
    batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime
) -> None:
    logs.page_size = 3_000
    logs.write("first", *(f"\x1b[1m{number}" for number in range(7_000)))
    logs.fail_once = [UnreachableError("no answer")]
    batch.move("a", "SUCCEEDED", NOON - 60_000)
    reader = LogReader(batch, logs, "a", from_head=True, clock=time.clock, sleep=time.sleep)
    found = [[line.text for line in lines] async for lines in passing(reader)]
    assert list(chain(*found)) == [str(number) for number in range(7_000)]
    assert len(found) == 3
    assert reader.store.first > 6_000
