"""Compresses files and puts them where `run` looks for its inputs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from worker.interrupts import Interrupts
from worker.logs import tell
from worker.members import coder
from worker.problems import InputError, SettingsError, WorkerError
from worker.storage import Storage
from worker.upload import Upload, part_size

THREADS = 4
"""Files that are compressed at a time."""
_READ = 2**20
"""Bytes that are read at a time."""
_logger = logging.getLogger("worker.stage")


def stage(
    folder: Path, pattern: str, storage: Storage, prefix: str, level: int, interrupts: Interrupts
) -> int:
    """Store each file of a folder that matches under `prefix` + its name + `.gz`; how many.

    What is named `.gz` already is stored as it is, once it is seen to be whole. An object
    appears when it is complete. Raises SettingsError, InputError, StorageError, and
    InterruptedRunError.
    """
    files = matching(folder, pattern)

    def one(path: Path) -> None:
        name = path.name if path.name.endswith(".gz") else f"{path.name}.gz"
        _store(path, storage, prefix + name, level, interrupts)

    with ThreadPoolExecutor(THREADS, thread_name_prefix="stage") as pool:
        for _ in pool.map(one, files):
            interrupts.check()
    return len(files)


def matching(folder: Path, pattern: str) -> list[Path]:
    """The files to store, sorted by name. Raises SettingsError and InputError.

    A link that leads out of the folder is refused: what it leads to was not asked for.
    """
    if not folder.is_dir():
        raise SettingsError(f"{str(folder)!r} is no directory: it has to hold the files to store")
    if "/" in pattern or pattern in {"", ".", ".."}:
        raise SettingsError(f"--match is {pattern!r}: a pattern of names is right, such as *.dat")
    files = sorted(path for path in folder.glob(pattern) if path.is_file())
    if not files:
        raise InputError(f"nothing in {str(folder)!r} matches {pattern!r}")
    home = folder.resolve()
    for path in files:
        if not path.resolve().is_relative_to(home):
            raise InputError(f"{str(path)!r} is a link that leads out of {str(folder)!r}")
    names: dict[str, Path] = {}
    for path in files:
        other = names.setdefault(path.name.removesuffix(".gz"), path)
        if other != path:
            raise InputError(f"{other.name!r} and {path.name!r} would both become one object")
    return files


def _store(path: Path, storage: Storage, key: str, level: int, interrupts: Interrupts) -> None:
    try:
        size = path.stat().st_size
        mark = uuid4().hex
        upload = Upload(storage, key, part_size(size + size // 1024 + 64), mark)
        try:
            for piece in _members(path, level):
                interrupts.check()
                upload.write(piece)
            upload.finish()
        except (WorkerError, OSError):
            upload.discard()
            raise
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}") from error
    tell(_logger, "stored", file=path.name, bytes=size, to=storage.url(key))


def _members(path: Path, level: int) -> Iterator[bytes]:
    current = coder(path.name, level, keep_empty=True)
    with path.open("rb") as file:
        while piece := file.read(_READ):
            yield current.feed(piece)
    yield current.end()
