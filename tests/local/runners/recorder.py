"""Remembers what a run tells, and waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from batchdeck.local.runners.runner import RunRequest

PATIENCE = 120.0
"""Seconds; only a test that fails waits that long."""
DEMO = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/probe:1"


class Recorder:
    """The events of one run."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.starts = 0
        self.address = ""
        self.batches: list[list[tuple[int, str]]] = []
        self.ends: list[tuple[int | None, str]] = []
        self.ended_at = 0.0

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.batches for _, text in batch]

    def started(self, address: str = "") -> None:
        with self._changed:
            self.starts += 1
            self.address = address
            self._changed.notify_all()

    def lines(self, batch: Sequence[tuple[int, str]]) -> None:
        with self._changed:
            self.batches.append(list(batch))
            self._changed.notify_all()

    def ended(self, exit_code: int | None, reason: str) -> None:
        with self._changed:
            self.ends.append((exit_code, reason))
            self.ended_at = time.monotonic()
            self._changed.notify_all()

    def wait(self, condition: Callable[[Recorder], object]) -> None:
        """Until it holds."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), PATIENCE), vars(self)

    def outcome(self) -> tuple[int | None, str]:
        """How it ended, once it has."""
        self.wait(lambda seen: seen.ends)
        assert len(self.ends) == 1
        return self.ends[0]


def request(*command: str, image: str = DEMO, memory: int = 64, **others: object) -> RunRequest:
    fields: dict[str, object] = {
        "job_id": "a-job",
        "attempt": 1,
        "environment": (),
        "vcpus": 0.5,
        **others,
    }
    return RunRequest(image=image, command=command, memory=memory, **fields)  # type: ignore[arg-type]


def until_open(address: str, port: int) -> str:
    """A shell's words that end when something listens there, and fail after half a minute."""
    look = f"nc -w 2 {address} {port} </dev/null >/dev/null 2>&1"
    return f"for try in $(seq 300); do {look} && exit 0; sleep 0.1; done; exit 1"
