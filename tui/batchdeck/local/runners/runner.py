"""What a runner is: it makes one attempt of a job run and tells what happens.

The scheduler knows this module only; Docker and the simulation are behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class VolumeMount:
    """A directory that outlives the container."""

    path: str
    """In the container."""
    source: str = ""
    """What all containers that name it share; empty: the container's own."""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class TmpfsMount:
    """A directory in memory."""

    path: str
    size: int
    """MiB."""
    options: tuple[str, ...] = ()
    """As of mount(8), such as `noexec`."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One of ulimit's."""

    name: str
    soft: int
    hard: int


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One attempt of a job, ready to run."""

    job_id: str
    attempt: int
    """Counted from 1."""
    image: str
    command: tuple[str, ...]
    """Empty: the image's own."""
    environment: tuple[tuple[str, str], ...]
    """Complete: the definition's, the overrides, and what AWS Batch adds."""
    vcpus: float
    memory: int
    """MiB, a hard limit."""
    user: str = ""
    privileged: bool = False
    read_only_root: bool = False
    init: bool = False
    """Whether an init process is put before the container's own."""
    shared_memory: int = 0
    """MiB of /dev/shm; 0: the engine's default."""
    mounts: tuple[VolumeMount, ...] = ()
    tmpfs: tuple[TmpfsMount, ...] = ()
    ulimits: tuple[Limit, ...] = ()
    task: str = ""
    """Containers that name the same one share a network; empty: it is alone in its own."""
    nodes: str = ""
    """Tasks that name the same one reach each other; empty: it reaches none."""
    architecture: str = ""
    """Of the host it was placed on, as `x86_64` or `arm64`; empty: whatever the image has."""


class RunEvents(Protocol):
    """Told by a run, from threads of the runner's own, or before `start` returned."""

    def started(self, address: str = "") -> None:
        """The container's process runs; at that IPv4 address, if others can reach it."""

    def lines(self, batch: Sequence[tuple[int, str]]) -> None:
        """New log lines, in order: ms since the epoch, text without its line end."""

    def ended(self, exit_code: int | None, reason: str) -> None:
        """Over; told exactly once. Without an exit code the container never ran.

        `reason` is what AWS shows in `attempts[].container.reason`; often empty.
        """


class Run(Protocol):
    """An attempt under way."""

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM now and SIGKILL after the grace. Returns at once; `ended` follows."""


class Runner(Protocol):
    """Runs attempts."""

    @property
    def name(self) -> str:
        """Such as `Docker 20.10.24`; shown to the user."""

    @property
    def simulated(self) -> bool:
        """Whether nothing really runs."""

    def start(self, request: RunRequest, events: RunEvents) -> Run:
        """Begin an attempt and return at once; failures arrive as `events.ended`."""

    def close(self) -> None:
        """End everything that runs and leave nothing behind. Calling it again is harmless."""


class EndedRun:
    """A run that is over already."""

    def stop(self, grace_seconds: float) -> None:
        """Nothing left to stop."""


class NoRunner:
    """Runs nothing: every attempt fails to start."""

    name = "none"
    simulated = True

    def start(self, request: RunRequest, events: RunEvents) -> Run:
        """Tell at once that the attempt could not start."""
        events.ended(None, "CannotStartContainerError: this account has no runner")
        return EndedRun()

    def close(self) -> None:
        """Nothing to end."""
