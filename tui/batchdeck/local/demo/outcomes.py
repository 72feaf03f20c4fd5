"""How finished jobs of the demo ended."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.local.batch import reasons
from batchdeck.local.runners.docker_run import OUT_OF_MEMORY

_PULL = (
    "CannotPullContainerError: Error response from daemon: manifest for {image} not found: "
    "manifest unknown: Requested image not found"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way for an attempt to end. `{image}` and `{instance}` stand for the job's own."""

    weight: int
    """How often, compared with the others."""
    exit_code: int | None = 0
    """None: the container never ran, or its host was lost."""
    status_reason: str = reasons.EXITED
    container_reason: str = ""
    last_words: tuple[str, ...] = ()
    """What the log ends with, after some of the program's lines."""
    runs: bool = True
    """Whether the container ran at all."""
    lost: bool = False
    """Whether its host was lost: the job is tried again when it may be."""
    stopped_by: str = ""
    """The reason its owner gave for stopping it."""


SUCCESS = Outcome(160)
FAILURES = (
    Outcome(
        7,
        1,
        last_words=(
            "Traceback (most recent call last):",
            '  File "/app/main.py", line 118, in <module>',
            "ConnectionResetError: [Errno 104] Connection reset by peer",
        ),
    ),
    Outcome(3, 137, container_reason=OUT_OF_MEMORY, last_words=("Killed",)),
    Outcome(3, 139, last_words=("Segmentation fault (core dumped)",)),
    Outcome(12, None, "Host EC2 (instance {instance}) terminated.", lost=True),
    Outcome(2, None, reasons.NOT_STARTED, _PULL, runs=False),
    Outcome(
        4, 137, reasons.TIMED_OUT, last_words=("no progress for 900 s, still waiting for a lock",)
    ),
    Outcome(
        1,
        143,
        stopped_by="wrong parameters, resubmitting",
        last_words=("SIGTERM received, rolling back",),
    ),
    Outcome(1, None, "", runs=False, stopped_by="superseded by the next run"),
)
