"""Writing a log into a file, as it came, whether it is shown or not."""

from __future__ import annotations

import asyncio
import errno
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import RawEvents
from batchdeck.jobs.polling import Clock, now
from batchdeck.logs.ports import LogEventReads
from batchdeck.logs.store import LogStore
from batchdeck.logs.stream import LogStream

BLOCK = 4096
"""Lines of a store written at once."""


@dataclass(frozen=True, slots=True)
class Saving:
    """How far it has come."""

    path: Path
    lines: int = 0
    size: int = 0
    """Bytes."""
    done: bool = False
    """Whether the file is whole and in its place."""


async def whole_log(
    logs: LogEventReads, places: Sequence[LogLocation], *, clock: Clock = now
) -> AsyncIterator[bytes]:
    """All events of some streams, one after the other, from the head of each. Raises `AwsError`.

    Of a stream that goes on being written to: what was written before this began, and little
    more.
    """
    began = clock()
    for where in places:
        stream = LogStream(logs, where)
        events = await stream.head()
        while True:
            yield _block(events)
            if stream.at_end or (events.times and events.times[-1] > began):
                break
            events = await stream.newer()


async def read_so_far(store: LogStore) -> AsyncIterator[bytes]:
    """All lines of a store. Raises OSError when some cannot be read back."""
    for start in range(store.first, store.end, BLOCK):
        yield b"".join(line + b"\n" for line in store.raw(start, start + BLOCK))


def _block(events: RawEvents) -> bytes:
    return b"".join(text.encode("utf-8", "surrogatepass") + b"\n" for text in events.messages)


async def save(
    blocks: AsyncIterator[bytes], path: Path, *, replace: bool = False
) -> AsyncIterator[Saving]:
    """Write lines into a new file that only its owner can read; how far that has come.

    The file appears when it is whole. Raises FileExistsError when there is one already and it
    is not to be replaced, OSError when it cannot be written.
    """
    if not replace and await asyncio.to_thread(path.exists):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    handle, name = await asyncio.to_thread(tempfile.mkstemp, dir=path.parent, prefix=".batchdeck-")
    state = Saving(path)
    try:
        with os.fdopen(handle, "wb") as file:
            async for block in blocks:
                await asyncio.to_thread(file.write, block)
                lines, size = state.lines + block.count(b"\n"), state.size + len(block)
                state = Saving(path, lines, size)
                yield state
        await asyncio.to_thread(_put, Path(name), path, replace=replace)
    finally:
        _forget(name)
    yield Saving(path, state.lines, state.size, done=True)


def _forget(name: str) -> None:
    """Leave no half-written file behind."""
    Path(name).unlink(missing_ok=True)


def _put(written: Path, path: Path, *, replace: bool) -> None:
    """Give the written file its name; somebody else may have taken it meanwhile."""
    if replace:
        written.replace(path)
        return
    try:
        path.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links.
        written.rename(path)
