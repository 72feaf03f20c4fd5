"""A build context as the stream of a tar archive, made while it is sent.

No temporary file: a context of gigabytes needs no room, and a build that is stopped leaves
nothing behind.
"""

from __future__ import annotations

import asyncio
import stat
import tarfile
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

from batchdeck.docker.errors import ContextError
from batchdeck.domain.clean import clean
from batchdeck.domain.image_build import BuildContext

#: Bytes that are read, and sent, at a time.
PIECE = 2**18
#: Name in the archive of a Dockerfile that lies outside the context. It must hide no file.
OUTSIDE = ".batchdeck.Dockerfile"


def dockerfile_name(context: BuildContext) -> str:
    """What the engine is to call the Dockerfile of a context."""
    if context.dockerfile.is_relative_to(context.folder):
        return str(context.dockerfile.relative_to(context.folder))
    return OUTSIDE


async def archive(context: BuildContext) -> AsyncGenerator[bytes]:
    """The archive in pieces, read in threads. Raises ContextError for a file that is gone."""
    pieces = _gathered(context)
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece


def _gathered(context: BuildContext) -> Iterator[bytes]:
    """The archive in pieces that are worth a thread."""
    gathered = bytearray()
    for part in _parts(context):
        gathered += part
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def _parts(context: BuildContext) -> Iterator[bytes]:
    name = dockerfile_name(context)
    for path in context.paths:
        if path != name:
            yield from _entry(context.folder, path)
    # As it was read: what was checked is what is built.
    yield from _file(name, context.instructions.encode("utf-8", "surrogateescape"))
    yield bytes(2 * tarfile.BLOCKSIZE)


def _entry(folder: Path, path: str) -> Iterator[bytes]:
    full = folder / path
    try:
        found = full.lstat()
        entry = tarfile.TarInfo(path)
        entry.mode = stat.S_IMODE(found.st_mode)
        entry.mtime = max(0, int(found.st_mtime))
        if stat.S_ISDIR(found.st_mode):
            entry.type = tarfile.DIRTYPE
        elif stat.S_ISLNK(found.st_mode):
            entry.type, entry.linkname = tarfile.SYMTYPE, str(full.readlink())
        else:
            entry.size = found.st_size
        yield _header(entry)
        if entry.size:
            yield from _content(full, entry.size)
    except OSError as error:
        raise ContextError(f"{clean(path)}: {error.strerror}") from error


def _content(file: Path, size: int) -> Iterator[bytes]:
    """Exactly `size` bytes of a file, and what fills the last block.

    A file that grows meanwhile is cut, one that shrinks is an error: nothing may follow in
    the archive that does not belong there.
    """
    left = size
    with file.open("rb") as opened:
        while left and (piece := opened.read(min(left, PIECE))):
            left -= len(piece)
            yield piece
    if left:
        raise ContextError(f"{clean(str(file))} became shorter while it was sent")
    yield bytes(-size % tarfile.BLOCKSIZE)


def _file(path: str, content: bytes) -> Iterator[bytes]:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(content), 0o644
    yield _header(entry)
    yield content + bytes(-len(content) % tarfile.BLOCKSIZE)


def _header(entry: tarfile.TarInfo) -> bytes:
    return entry.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
