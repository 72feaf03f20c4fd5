"""What a diagnosis says at a moment: a frozen state that grows with every verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batchdeck.aws.calls import Answer
from batchdeck.diagnosis.check import Severity
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.job import JobDetail

GRACE = 600_000
"""ms in RUNNABLE that are normal while instances boot."""
_ENDED = {"SUCCEEDED", "FAILED"}


class State(StrEnum):
    """What is the matter, in one word."""

    BLOCKED = "BLOCKED"
    WAITING = "WAITING"
    PROGRESSING = "PROGRESSING"
    DONE = "DONE"
    UNKNOWN = "UNKNOWN"


class Phase(StrEnum):
    """How far the job got."""

    NONE = "none"
    NOT_CONSIDERED = "not considered"
    NOT_PLACED = "not placed"
    NOT_STARTED = "not started"
    RUNNING = "running"
    ENDED = "ended"


_PHASES = {
    "SUBMITTED": Phase.NOT_CONSIDERED,
    "PENDING": Phase.NOT_CONSIDERED,
    "RUNNABLE": Phase.NOT_PLACED,
    "STARTING": Phase.NOT_STARTED,
    "RUNNING": Phase.RUNNING,
    "SUCCEEDED": Phase.ENDED,
    "FAILED": Phase.ENDED,
}
_WAITS = (
    "queue-waiting-turn",
    "queue-priority-starvation",
    "queue-fair-share-starvation",
    "inst-remaining-resources",
    "job-dependencies-succeeded",
    "job-array-parent-pending",
)
"""Checks whose warning says that the job gets its turn by itself."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What the diagnosis cost."""

    calls: int = 0
    rounds: int = 0
    """The longest chain of calls that waited for each other."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Findings so far, and what they come to."""

    subject: Subject
    now: int
    """When it was made, ms."""
    job: JobDetail | None = None
    findings: tuple[Finding, ...] = ()
    causes: tuple[Cause, ...] = ()
    complete: bool = False
    problem: str = ""
    """Why nothing can be said at all."""
    effort: Effort = Effort()
    answers: tuple[Answer, ...] = field(default=(), repr=False, compare=False)
    """What AWS said, once all of it is there; not for the eyes of anybody but `raw_of`."""

    @property
    def phase(self) -> Phase:
        """How far the job got."""
        return Phase.NONE if self.job is None else _PHASES.get(self.job.job.status, Phase.RUNNING)

    @property
    def roots(self) -> tuple[Cause, ...]:
        """Causes that matter now."""
        return tuple(cause for cause in self.causes if not cause.latent)

    @property
    def state(self) -> State:
        """What is the matter."""
        status = self.job.job.status if self.job is not None else ""
        if self.problem:
            return State.UNKNOWN
        if status in _ENDED:
            return State.DONE
        if status == "RUNNING":
            return State.PROGRESSING
        if self.roots:
            return State.BLOCKED
        if self._warning(*_WAITS):
            return State.WAITING
        return self._undecided(status)

    def _undecided(self, status: str) -> State:
        if not self.complete:
            return State.UNKNOWN
        if self.job is None:
            return State.UNKNOWN if self.unknowns else State.PROGRESSING
        young = self.now - self.job.job.created_at < GRACE
        if status == "STARTING" or (young and not self.unknowns):
            return State.PROGRESSING
        return State.UNKNOWN

    @property
    def unknowns(self) -> tuple[Finding, ...]:
        """What could not be found out."""
        return tuple(one for one in self.findings if one.verdict.status is Status.UNKNOWN)

    @property
    def summary(self) -> str:
        """The verdict in one sentence."""
        if self.problem:
            return self.problem
        if self.roots and self.state in {State.BLOCKED, State.DONE}:
            return self.roots[0].finding.verdict.summary
        name = self.job.job.name if self.job is not None else self.subject.name
        status = self.job.job.status if self.job is not None else ""
        if self.state is State.WAITING:
            return self._warning(*_WAITS)
        if self.state is State.DONE or status == "RUNNING":
            return f"{name} is {status}: nothing holds it"
        if not self.complete:
            return f"looking at {name}"
        return self._nothing_found(name)

    def _nothing_found(self, name: str) -> str:
        if self.unknowns:
            denied = dict.fromkeys(one.verdict.missing_permission for one in self.unknowns)
            allow = ", ".join(filter(None, denied))
            words = f"{len(self.unknowns)} checks had no answer" + (
                f": allow {allow}" * bool(allow)
            )
            return f"nothing found that holds {name}; {words}"
        if self.subject.kind is not Kind.JOB:
            return f"nothing is wrong with {name}"
        possible = self._warning()
        if self.state is State.PROGRESSING:
            return possible or f"{name} is on its way: nothing holds it"
        return possible or f"nothing found that holds {name}: its cause is not among the checks"

    @property
    def exit_code(self) -> int:
        """0 nothing blocks, 1 something does (or made the job fail), 2 it could not be told."""
        if self.state is State.UNKNOWN:
            return 2
        return 1 if self.roots and self.state is not State.PROGRESSING else 0

    def _warning(self, *ids: str) -> str:
        """The summary of the first warning of these checks, or of any that is no mere advice."""
        for one in self.findings:
            advice = one.check.severity is Severity.ADVISORY
            asked = one.check.id in ids if ids else not advice
            if one.verdict.status is Status.WARN and asked:
                return one.verdict.summary
        return ""
