"""What a diagnosis is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which kind of thing it is."""

    JOB = "job"
    QUEUE = "queue"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Subject:
    """A job by id, a queue or an environment by name."""

    kind: Kind
    name: str
