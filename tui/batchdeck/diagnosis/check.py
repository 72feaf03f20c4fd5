"""A check: a plain function from facts to a verdict.

Its parameters name the facts it reads, its docstring is its title and explanation. The rest
stands beside it in the decorator.
"""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from batchdeck.diagnosis.document import Document, Value
from batchdeck.diagnosis.verdict import Verdict

Judge = Callable[..., Verdict]

INSTANCES = ("EC2", "SPOT")
FARGATE = ("FARGATE", "FARGATE_SPOT")
UNMANAGED = "UNMANAGED"
HOSTS = (*INSTANCES, UNMANAGED)
"""Where jobs run on instances, whoever starts those."""
EVERYWHERE = (*HOSTS, *FARGATE, "EKS")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


class Layer(StrEnum):
    """Where the cause lies; in the order of how cheap it is to mend."""

    JOB = "job"
    QUEUE = "queue"
    ENVIRONMENT = "compute-environment"
    IAM = "iam"
    NETWORK = "network"
    CAPACITY = "capacity"
    INSTANCE = "instance"
    IMAGE = "image"


class Severity(StrEnum):
    """What a failure means for the job."""

    BLOCKER = "blocker"
    LIKELY = "likely"
    ADVISORY = "advisory"


class Apply(StrEnum):
    """Whether a remedy may be carried out from the console."""

    SAFE = "safe"
    CONFIRM = "confirm"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What mends it: `aws` command lines with `{placeholders}` that a verdict fills in."""

    commands: tuple[str, ...] = ()
    apply: Apply = Apply.CONFIRM

    def filled(self, values: Mapping[str, Value], *, exact: bool = False) -> tuple[str, ...]:
        """The commands with values, quoted for a shell; what has none stays as `<word>`.

        A command with a value that is None is left out. With `exact`, secrets are not masked:
        such commands are to be sent, never to be shown.
        """

        def value(match: re.Match[str]) -> str:
            word = match[1]
            if word not in values:
                return f"<{word.replace('_', '-')}>"
            found = values[word]
            if isinstance(found, Document):
                found = found.sent if exact else found.shown
            return shlex.quote(found or "")

        unwanted = {word for word in values if values[word] is None}
        wanted = (one for one in self.commands if not unwanted & set(_PLACEHOLDER.findall(one)))
        return tuple(_PLACEHOLDER.sub(value, command) for command in wanted)


def commands(*lines: str, apply: Apply = Apply.CONFIRM) -> Remedy:
    """The remedy of these command lines, to be carried out in this order."""
    return Remedy(lines, apply)


@dataclass(frozen=True, slots=True)
class Check:
    """A function that judges, and what is known about it beforehand."""

    id: str
    title: str
    explanation: str
    layer: Layer
    severity: Severity
    applies_to: tuple[str, ...]
    """Types of compute environment."""
    statuses: tuple[str, ...]
    """States of a job that it can explain; in others a failure is latent."""
    explains: tuple[str, ...]
    """Ids of checks that fail because this one does."""
    prior: float
    """How often it is the cause, 0 to 1."""
    remedy: Remedy
    docs: tuple[str, ...]
    judge: Judge

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts it reads."""
        return tuple(inspect.signature(self.judge).parameters)


CHECKS: dict[str, Check] = {}
"""All checks by id, in the order in which their modules are imported."""


def check(
    id: str,  # noqa: A002
    *,
    layer: Layer,
    severity: Severity = Severity.BLOCKER,
    applies_to: tuple[str, ...] = EVERYWHERE,
    statuses: tuple[str, ...] = ("RUNNABLE",),
    explains: tuple[str, ...] = (),
    prior: float = 0.0,
    remedy: Remedy = Remedy(),
    docs: tuple[str, ...] = (),
    checks: dict[str, Check] | None = None,
) -> Callable[[Judge], Judge]:
    """Register a function as a check. Raises ValueError when the id is taken or odd."""
    known = CHECKS if checks is None else checks

    def register(judge: Judge) -> Judge:
        if id in known:
            raise ValueError(f"two checks have the id {id}")
        title, explanation = _described(id, judge)
        kinds = (layer, severity, applies_to, statuses, explains)
        known[id] = Check(id, title, explanation, *kinds, prior, remedy, docs, judge)
        return judge

    return register


def _described(id: str, judge: Judge) -> tuple[str, str]:  # noqa: A002
    """Title and explanation of a check, from its docstring."""
    if not _CODE.fullmatch(id):
        raise ValueError(f"{id} is no id of a check")
    title, _, explanation = inspect.cleandoc(judge.__doc__ or "").partition("\n")
    if not title:
        raise ValueError(f"{id} has no title: its docstring is empty")
    return title.rstrip("."), explanation.strip()
