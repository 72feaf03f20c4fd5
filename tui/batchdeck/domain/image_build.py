"""What an image is built from, and how far its build has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from batchdeck.domain.container_image import RegistryLogin


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """A file of the build context, or everything below one of its top folders."""

    path: str
    """Relative to the context; of a folder it ends in `/`."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class BuildContext:
    """The files that a build can see: the folder, without what `.dockerignore` leaves out."""

    folder: Path
    """Absolute."""
    dockerfile: Path
    """Absolute; it may lie outside the folder."""
    instructions: str = field(repr=False)
    """Text of the Dockerfile, as it is; clean what you show of it."""
    paths: tuple[str, ...] = field(repr=False)
    """Everything that is sent, relative to the folder: files, links and folders, sorted."""
    files: int
    """How many of them are no folders."""
    size: int
    """Bytes of all files."""
    ignored: int
    """Entries of the folder that `.dockerignore` leaves out; an ignored folder counts once."""
    biggest: tuple[ContextEntry, ...]
    """What weighs most at the top of the folder, heaviest first; at most five."""


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """An image to be built. Empty means: as the Dockerfile and the engine have it."""

    context: BuildContext
    tags: tuple[str, ...] = ()
    """`repository:tag`, as the engine will list it."""
    build_args: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    platform: str = ""
    """`linux/amd64`, `linux/arm64`."""
    target: str = ""
    """The stage to stop at."""
    pull: bool = False
    """Ask the registry for a newer base image even when the engine has one."""
    no_cache: bool = False
    logins: tuple[RegistryLogin, ...] = ()
    """For base images in private registries, beside what `docker login` has remembered."""


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far a build has come. All text is clean."""

    step: int = 0
    """Counted from 1; 0 before the first one, while the context is sent."""
    steps: int = 0
    """How many there are; 0 while that is not known."""
    instruction: str = ""
    """The step's line of the Dockerfile."""
    line: str = ""
    """What was written since the progress before; empty when nothing was."""
    sent: int = 0
    """Bytes of the context that have gone to the engine."""
    image_id: str = ""
    """`sha256:...` in the last progress of a build that succeeded; empty before."""
