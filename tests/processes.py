"""Which processes a program has started, and when they are gone. Linux only."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def descendants(pid: int) -> Iterator[int]:
    """The processes that a process started, and those that they started."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _read(children).split()):
            yield child
            yield from descendants(child)


def command_line(pid: int) -> str:
    """The words a process was started with; nothing when it is gone."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()


def _read(path: Path) -> str:
    """A file of /proc, which is empty for a process or thread that ended in between."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return path.read_text(encoding="utf-8")
    return ""


class Watch:
    """One process, watched by a descriptor: its id may be given to another when it is gone."""

    def __init__(self, pid: int) -> None:
        self._descriptor = os.pidfd_open(pid)

    def ends_within(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def close(self) -> None:
        """Stop watching."""
        os.close(self._descriptor)


@contextmanager
def watching(pid: int) -> Iterator[Watch]:
    """A watch for a while."""
    watch = Watch(pid)
    try:
        yield watch
    finally:
        watch.close()
