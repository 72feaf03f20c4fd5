"""Running a container here, as a job would run it there."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.job import EnvironmentVariable


@dataclass(frozen=True, slots=True)
class TrialOrder:
    """A container to run in the engine of this machine. Nothing of its files is mounted."""

    image: str
    """Reference or id of an image that the engine has."""
    command: tuple[str, ...] = ()
    """Empty: the image's own."""
    environment: tuple[EnvironmentVariable, ...] = ()
    memory: int | None = None
    """MiB; the container is killed above it. None: no limit."""
    vcpus: float | None = None
    """None: all there are."""
    user: str = ""
    """Empty: the image's own."""
    network: str = ""
    """Network mode of the engine: `bridge`, `none`, `host`. Empty: the engine's usual one."""


@dataclass(frozen=True, slots=True)
class TrialState:
    """What is known of a container since the state before. All text is clean."""

    container: str
    """Its id."""
    lines: tuple[str, ...] = ()
    """New lines of its output only."""
    ended: bool = False
    exit_code: int | None = None
    """Once it has ended; None where the engine does not tell."""
    out_of_memory: bool = False
    """Whether it was killed because it used more memory than it may."""
    reason: str = ""
    """Why it did not start or how it was ended, in the engine's words; usually empty."""
