"""A million lines of a log, in a file for lnav or in a store of ours."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from batchdeck.domain.filter import expression
from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.search import LogSearch
from batchdeck.logs.store import LogStore

LINES = 1_000_000
PAGE = 10_000
BEGAN = 1_700_000_000_000


def line(number: int) -> str:
    """About 110 characters, as programs write them; one of a thousand tells of an error."""
    level = "ERROR" if number % 997 == 0 else "INFO "
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime((BEGAN + number) // 1000))
    return (
        f"{at}.{number % 1000:03d}Z {level} worker-{number % 17} processed object "
        f"s3://bucket/key/{number * 7919 % 1000003:07d}.parquet rows={number % 50000}"
    )


def pages(count: int) -> Iterator[RawEvents]:
    """So many lines as CloudWatch Logs gives them."""
    for start in range(0, count, PAGE):
        numbers = range(start, min(count, start + PAGE))
        yield RawEvents([BEGAN + number for number in numbers], [line(one) for one in numbers])


def write_file(path: Path, count: int) -> None:
    """The lines as a file."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages(count):
            file.writelines(f"{text}\n" for text in page.messages)


async def _main(words: list[str]) -> None:
    """Take the lines in, look for each word; seconds of processor time, MiB and hits, as JSON."""
    store = LogStore()
    for page in pages(LINES):
        store.append(page)
        await store.settle()
    found = {}
    for word in words:
        before = time.process_time()
        search = LogSearch(store, expression(word))
        while await search.advance():
            pass
        found[word] = (time.process_time() - before, len(search))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"memory": memory, "found": found}))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
