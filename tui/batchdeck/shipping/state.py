"""How far a shipment has come: frozen, whole, and true at any moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from batchdeck.domain.container_image import Layer
from batchdeck.domain.job import JobDetail
from batchdeck.domain.log_line import LogLine
from batchdeck.shipping.order import Order


class Stage(StrEnum):
    """The stages, in their order."""

    CHECK = "check"
    BUILD = "build"
    REPOSITORY = "repository"
    PUSH = "push"
    REGISTER = "register"
    SUBMIT = "submit"
    FOLLOW = "follow"


class Status(StrEnum):
    """How it stands with a stage."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    """There was nothing to do."""
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """The answer to a write was lost, and looking did not tell what came of it."""
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """What a check found."""

    GOOD = "good"
    WARNING = "warning"
    UNKNOWN = "unknown"
    """It could not be told, for want of a permission for example."""
    BAD = "bad"
    """Nothing will be shipped."""


class Presence(StrEnum):
    """Whether something exists."""

    THERE = "there"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at before anything was written."""

    subject: str
    """In a word or two: engine, queue, architecture, definition, repository, role, context ..."""
    verdict: Verdict
    text: str
    """What was found and, where it is bad, what would be right."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as one line."""

    stage: Stage
    status: Status = Status.WAITING
    text: str = ""
    """What it does, or did."""
    output: str = ""
    """The newest line of the engine or of the job."""
    done: int = 0
    total: int = 0
    """How much there is to do, as far as it is known; 0 when it is not."""
    unit: str = ""
    """What `done` and `total` count: `bytes` or `steps`."""
    layers: tuple[Layer, ...] = ()
    """What a push consists of."""
    command: str = ""
    """The write that is sent, or was, as an `aws` command."""
    is_sending: bool = False
    """A write is on its way: it is waited for, even when somebody stops the shipment."""
    is_lost: bool = False
    """The answer to a write was lost, and what came of it is being looked up."""
    began_at: int | None = None
    """ms since the epoch."""
    ended_at: int | None = None
    """ms since the epoch."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen in it."""
        return self.status not in (Status.WAITING, Status.RUNNING)

    def seconds(self, now: int) -> float | None:
        """How long it took, or has taken until `now` (ms); None before it began."""
        if self.began_at is None:
            return None
        return max(0, (now if self.ended_at is None else self.ended_at) - self.began_at) / 1000


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a shipment makes, and whether it exists now."""

    name: str
    """In a word or two: image, repository, pushed image, revision, job."""
    presence: Presence
    text: str
    """Which one it is, or why it is not known."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the shipment has made or found so far; empty: not there (yet)."""

    image: str = ""
    """Id of the image in the engine."""
    repository: str = ""
    """URI of the repository, without a tag."""
    repository_is_new: bool = False
    pushed: str = ""
    """`URI@sha256:...` of the image in ECR, seen there."""
    revision: str = ""
    """`name:revision` that was registered, or has the image already."""
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class ShipState:
    """Everything there is to show of a shipment."""

    order: Order
    steps: tuple[Step, ...] = tuple(Step(stage) for stage in Stage)
    checks: tuple[Check, ...] = ()
    commands: tuple[str, ...] = ()
    """The writes to come, as `aws` commands; `SHA256` stands for a digest not known yet."""
    difference: tuple[str, ...] = ()
    """What the new revision changes: a line a change."""
    made: Made = Made()
    things: tuple[Thing, ...] = ()
    """What exists and what does not, once the shipment is over."""
    job: JobDetail | None = None
    """The job as AWS last described it."""
    lines: tuple[LogLine, ...] = ()
    """Lines of the job's log since the state before."""
    problem: str = ""
    """Why it ended early, in one line."""
    advice: str = ""
    """What to do about it, in one line; may be empty."""
    details: tuple[str, ...] = ()
    """The last lines that were written by what failed, oldest first."""

    def step(self, stage: Stage) -> Step:
        """The line of a stage."""
        return next(step for step in self.steps if step.stage is stage)

    def with_step(self, step: Step) -> ShipState:
        """The same with another line for that line's stage."""
        steps = tuple(step if one.stage is step.stage else one for one in self.steps)
        return replace(self, steps=steps)

    def changed(self, stage: Stage, **fields: Any) -> ShipState:
        """The same with some fields of a stage's line changed."""
        return self.with_step(replace(self.step(stage), **fields))

    @property
    def current(self) -> Step | None:
        """The stage that is running; None before the first and after the last."""
        return next((one for one in self.steps if one.status is Status.RUNNING), None)

    @property
    def is_ready(self) -> bool:
        """Whether the checks are through and nothing speaks against shipping."""
        return self.step(Stage.CHECK).status is Status.DONE

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: it is through, failed, uncertain or cancelled."""
        ends = (Status.FAILED, Status.UNCERTAIN, Status.CANCELLED)
        return self.steps[-1].is_over or any(one.status in ends for one in self.steps)

    @property
    def exit_code(self) -> int | None:
        """The job's exit code; None while it has none, or never had a container."""
        return None if self.job is None else self.job.job.exit_code
