"""Reads the folder that an image is built from.

Source: Docker documentation, "Build context" and ".dockerignore files".
"""

from __future__ import annotations

import asyncio
import codecs
import os
import stat
from collections import Counter
from pathlib import Path

from batchdeck.docker.errors import ContextError
from batchdeck.domain.clean import clean
from batchdeck.domain.image_build import BuildContext, ContextEntry

#: So many of the heaviest entries are named.
BIGGEST = 5
#: Bytes of a Dockerfile; what is longer is none.
_LONGEST_DOCKERFILE = 2**20

_LEAVE_OUT = "name it in .dockerignore, or build from a smaller folder"


async def read_context(folder: Path, dockerfile: Path | None = None) -> BuildContext:
    """What a build of `folder` would see; nothing is sent.

    A relative `dockerfile` is looked for in the folder first, then from where the console
    was started; without one it is the folder's `Dockerfile`. Raises ContextError.
    """
    return await asyncio.to_thread(_read, folder, dockerfile)


def _read(folder: Path, dockerfile: Path | None) -> BuildContext:
    folder = _folder(folder)
    file = _dockerfile(folder, dockerfile)
    instructions = _text(file)
    patterns = _ignore_patterns(folder, file)
    name = str(file.relative_to(folder)) if file.is_relative_to(folder) else None
    try:
        paths = _included(folder, patterns, name)
        sizes = {path: _size(folder, path) for path in paths}
        ignored = _ignored(folder, paths)
    except OSError as error:
        raise ContextError(
            f"{_shown(error.filename or folder)}: {error.strerror}", advice=_LEAVE_OUT
        ) from error
    files = [size for size in sizes.values() if size is not None]
    return BuildContext(
        folder=folder,
        dockerfile=file,
        instructions=instructions,
        paths=tuple(sorted(sizes)),
        files=len(files),
        size=sum(files),
        ignored=ignored,
        biggest=_biggest(sizes),
    )


def _folder(folder: Path) -> Path:
    found = folder.expanduser().absolute()
    try:
        found = found.resolve(strict=True)
        if not found.is_dir():
            raise ContextError(f"{_shown(folder)} is no folder")
        next(found.iterdir(), None)
    except (OSError, RuntimeError) as error:
        raise ContextError(f"{_shown(folder)}: {_strerror(error)}") from error
    return found


def _dockerfile(folder: Path, dockerfile: Path | None) -> Path:
    wanted = (dockerfile or Path("Dockerfile")).expanduser()
    places = [wanted] if wanted.is_absolute() else [folder / wanted, Path.cwd() / wanted]
    if dockerfile is None:
        del places[1:]
    for place in places:
        if os.path.lexists(place):
            return place.parent.resolve() / place.name
    hint = "write one, or name another file" if dockerfile is None else "name one that exists"
    raise ContextError(f"there is no Dockerfile at {_shown(places[0])}", advice=hint)


def _text(file: Path) -> str:
    """The instructions, without following what never ends. Raises ContextError."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise ContextError(f"the Dockerfile {_shown(file)} is no file")
        with file.open("rb") as opened:
            content = opened.read(_LONGEST_DOCKERFILE + 1)
    except OSError as error:
        raise ContextError(f"the Dockerfile {_shown(file)}: {_strerror(error)}") from error
    if len(content) > _LONGEST_DOCKERFILE:
        raise ContextError(f"the Dockerfile {_shown(file)} is larger than 1 MiB")
    if not content.strip():
        raise ContextError(f"the Dockerfile {_shown(file)} is empty")
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def _ignore_patterns(folder: Path, dockerfile: Path) -> list[str]:
    """The lines of the ignore file; a Dockerfile may have one of its own beside it."""
    for file in (dockerfile.with_name(f"{dockerfile.name}.dockerignore"), folder / ".dockerignore"):
        try:
            text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ContextError(f"{_shown(file)}: {_strerror(error)}") from error
        lines = (line.strip() for line in text.splitlines())
        return [line for line in lines if line and not line.startswith("#")]
    return []


def _included(folder: Path, patterns: list[str], dockerfile: str | None) -> set[str]:
    from docker.utils.build import exclude_paths

    return set(exclude_paths(str(folder), patterns, dockerfile=dockerfile))


def _size(folder: Path, path: str) -> int | None:
    """Bytes of a file or link; None of a folder. Raises ContextError for what cannot be sent."""
    full = folder / path
    found = full.lstat()
    if stat.S_ISDIR(found.st_mode):
        return None
    if stat.S_ISLNK(found.st_mode):
        return 0
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "special file")
        raise ContextError(f"{_shown(path)} is a {kind}: no image can hold it", advice=_LEAVE_OUT)
    if not os.access(full, os.R_OK):
        raise ContextError(f"{_shown(path)} may not be read", advice=_LEAVE_OUT)
    return found.st_size


_KINDS = {
    stat.S_IFSOCK: "socket",
    stat.S_IFIFO: "named pipe",
    stat.S_IFBLK: "device",
    stat.S_IFCHR: "device",
}


def _ignored(folder: Path, included: set[str]) -> int:
    """How many entries stay behind. What lies in an ignored folder is not counted."""
    count = 0
    folders = [""]
    kept = {parent for path in included for parent in _parents(path)}
    while folders:
        within = folders.pop()
        for entry in os.scandir(folder / within):
            path = str(Path(within, entry.name))
            if path in kept and entry.is_dir(follow_symlinks=False):
                folders.append(path)
            count += path not in included and path not in kept
    return count


def _parents(path: str) -> list[str]:
    """A path and all folders that lead to it."""
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _biggest(sizes: dict[str, int | None]) -> tuple[ContextEntry, ...]:
    weights: Counter[str] = Counter()
    for path, size in sizes.items():
        top, inside, _ = path.partition("/")
        weights[top + inside] += size or 0
    heaviest = ((path, size) for path, size in weights.most_common(BIGGEST) if size)
    return tuple(ContextEntry(_shown(path), size) for path, size in heaviest)


def _shown(path: str | Path) -> str:
    return clean(str(path))


def _strerror(error: Exception) -> str:
    return clean(getattr(error, "strerror", None) or str(error))
