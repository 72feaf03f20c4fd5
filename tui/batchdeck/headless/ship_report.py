"""What `batchdeck ship` says: lines while it goes on, and how it ended."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from rich.cells import cell_len, set_cell_size

from batchdeck.domain.byte_size import size_text
from batchdeck.shipping.state import Check, ShipState, Stage, Status, Step

FAILED = 125
"""A stage failed."""
UNKNOWN = 124
"""Nobody knows what came of a write, or of the job."""
REFUSED = 2
"""A check speaks against it."""
STOPPED = 130
"""As a shell says it of Ctrl-C."""
EVERY = 2.0
"""Seconds between two lines of the same stage's progress, where lines are not drawn anew."""
_CLEAR = "\r\x1b[K"
_SEVERAL = 12
"""So many lines of what failed are shown."""


def exit_code(state: ShipState) -> int:
    """The exit code for a shipment that is over."""
    statuses = {step.status for step in state.steps}
    if state.step(Stage.CHECK).status is Status.FAILED:
        return REFUSED
    if state.job is not None and state.job.job.finished:
        code = state.job.job.exit_code
        return 0 if state.job.job.status == "SUCCEEDED" else (code or 1)
    if Status.CANCELLED in statuses:
        return STOPPED
    if Status.UNCERTAIN in statuses or state.step(Stage.FOLLOW).status is Status.FAILED:
        return UNKNOWN
    return FAILED if Status.FAILED in statuses else 0


def as_object(state: ShipState, now: int) -> Mapping[str, Any]:
    """The state for programs."""
    job = state.job.job if state.job else None
    return {
        "exit_code": exit_code(state),
        "stages": [_stage(step, now) for step in state.steps],
        "checks": [
            {"subject": one.subject, "verdict": one.verdict, "text": one.text}
            for one in state.checks
        ],
        "commands": list(state.commands),
        "difference": list(state.difference),
        "things": [
            {"name": one.name, "presence": one.presence, "text": one.text} for one in state.things
        ],
        "image": state.made.pushed,
        "definition": state.made.revision,
        "job": {
            "id": state.made.job_id,
            "status": job.status if job else "",
            "exit_code": job.exit_code if job else None,
        },
        "problem": state.problem,
        "advice": state.advice,
    }


def _stage(step: Step, now: int) -> Mapping[str, Any]:
    return {
        "stage": step.stage,
        "status": step.status,
        "seconds": step.seconds(now),
        "text": step.text,
        "command": step.command,
    }


class Report:
    """Prints what changed from one state to the next.

    On a terminal the running stage has one line that is drawn anew; elsewhere every line stays.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._redraws = out.isatty()
        self._last: ShipState | None = None
        self._progress_at = 0.0
        self._drawn = False
        self.is_read = True
        """False as soon as nobody reads it any more: nothing is written then."""

    def show(self, state: ShipState, now: int) -> None:
        """Say what is new in this state."""
        last = self._last or ShipState(state.order)
        for check in state.checks[len(last.checks) :]:
            self._line(_check(check))
        for step in state.steps:
            before = last.step(step.stage)
            if step.command and step.command != before.command:
                self._line(f"$ {step.command}")
            if step.is_over and not before.is_over:
                self._line(_ended(step, now))
            elif step.status is Status.RUNNING:
                self._progress(step, before, now)
        for line in state.lines:
            self._line(f"log | {line.text}")
        self._last = state

    def plan(self, state: ShipState) -> None:
        """Say what would be sent."""
        for change in state.difference:
            self._line(f"  {change}")
        for command in state.commands:
            self._line(f"$ {command}")

    def end(self, state: ShipState) -> None:
        """Say how it ended, and what exists now."""
        for line in _last_words(state):
            self._line(line)

    def _progress(self, step: Step, before: Step, now: int) -> None:
        if self._redraws:
            if time.monotonic() - self._progress_at >= 0.1 or step.text != before.text:
                self._progress_at = time.monotonic()
                self._draw(_running(step, now))
            return
        if step.output and step.output != before.output and step.stage is Stage.BUILD:
            self._line(f"{step.stage} | {step.output}")
        is_due = time.monotonic() - self._progress_at >= EVERY
        if (step.text, step.status) != (before.text, before.status) and (
            step.unit != "bytes" or before.unit != "bytes" or is_due
        ):
            self._progress_at = time.monotonic()
            self._line(_running(step, now))

    def _draw(self, text: str) -> None:
        width = max(20, shutil.get_terminal_size().columns - 1)
        shown = text if cell_len(text) <= width else set_cell_size(text, width).rstrip()
        self._write(f"{_CLEAR}{shown}")
        self._drawn = True

    def _line(self, text: str) -> None:
        self._write(f"{_CLEAR if self._drawn else ''}{text}\n")
        self._drawn = False

    def _write(self, text: str) -> None:
        if not self.is_read:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except BrokenPipeError:
            self.is_read = False


def _check(check: Check) -> str:
    return f"check: {check.verdict:7} {check.subject}: {check.text}"


def _running(step: Step, now: int) -> str:
    words = [_amount(step), step.text]
    return f"{step.stage}: {' '.join(word for word in words if word)}{_seconds(step, now)}"


def _ended(step: Step, now: int) -> str:
    text = f" {step.text}" if step.text else ""
    return f"{step.stage}: {step.status}{_seconds(step, now)}{text}"


def _amount(step: Step) -> str:
    if not step.done and not step.total:
        return ""
    if step.unit == "bytes":
        return f"{size_text(step.done)} of {size_text(max(step.done, step.total))},"
    return f"{step.done}/{step.total}"


def _seconds(step: Step, now: int) -> str:
    seconds = step.seconds(now) or 0.0
    return f" ({seconds:.0f} s)" if seconds >= 1 else ""


def _last_words(state: ShipState) -> Iterator[str]:
    for line in state.details[-_SEVERAL:]:
        yield f"  | {line}"
    if state.problem:
        yield f"problem: {state.problem}"
    if state.advice:
        yield f"advice: {state.advice}"
    for thing in state.things:
        yield f"{thing.presence:7} {thing.name}: {thing.text}"
    job_id = state.made.job_id
    if job_id and not (state.job and state.job.job.finished):
        yield f"next: batchdeck logs {job_id} --follow, batchdeck why {job_id}"
