"""What a user wants submitted, and whether AWS would take it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from batchdeck.domain.fargate import sizes_text, valid_size

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
MIN_TIMEOUT_SECONDS = 60
MAX_RETRY_ATTEMPTS = 10
ARRAY_SIZES = range(2, 10_001)
#: A tag that lets a job be found again when the answer to its submission was lost.
SUBMISSION_TAG = "batchdeck:submission"


@dataclass(frozen=True, slots=True)
class Submission:
    """The fields of `SubmitJob` that the console offers. Empty means: as in the definition."""

    name: str
    queue: str
    definition: str
    """`name` or `name:revision`."""
    parameters: tuple[tuple[str, str], ...] = ()
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    vcpus: float | None = None
    memory: int | None = None
    """MiB."""
    array_size: int | None = None
    """How many children an array job has; None: it is a single job."""
    attempts: int | None = None
    timeout_seconds: int | None = None
    tags: tuple[tuple[str, str], ...] = ()
    fargate: bool = False
    """Whether the job will run on Fargate: then only certain sizes exist."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, and what would be right."""

    field: str
    message: str


def problems(order: Submission) -> Sequence[FieldError]:
    """Everything in `order` that AWS would refuse, field by field.

    Source: Batch API, `SubmitJob`, and the limits of its members.
    """
    found = [*_name(order), *_size(order), *_limits(order), *_pairs(order)]
    for field, value in (("queue", order.queue), ("definition", order.definition)):
        if not value:
            found.append(FieldError(field, f"choose a {field}"))
    return found


def _name(order: Submission) -> list[FieldError]:
    if NAME.fullmatch(order.name):
        return []
    hint = "starts with a letter or digit; letters, digits, - and _; at most 128"
    shown = f"'{order.name[:40]}': " if order.name else ""
    return [FieldError("name", f"{shown}{hint}")]


def _size(order: Submission) -> list[FieldError]:
    found = []
    if order.vcpus is not None and order.vcpus <= 0:
        found.append(FieldError("vcpus", f"{order.vcpus:g}: must be more than 0"))
    if order.memory is not None and order.memory < 4:
        found.append(FieldError("memory", f"{order.memory} MiB: at least 4"))
    if found or not order.fargate or order.vcpus is None or order.memory is None:
        return found
    if not valid_size(order.vcpus, order.memory):
        return [FieldError("memory", sizes_text(order.vcpus))]
    return []


def _limits(order: Submission) -> list[FieldError]:
    found = []
    if order.attempts is not None and not 1 <= order.attempts <= MAX_RETRY_ATTEMPTS:
        found.append(FieldError("attempts", f"{order.attempts}: from 1 to {MAX_RETRY_ATTEMPTS}"))
    if order.array_size is not None and order.array_size not in ARRAY_SIZES:
        text = f"{order.array_size}: from {ARRAY_SIZES[0]} to {ARRAY_SIZES[-1]} children"
        found.append(FieldError("array size", text))
    if order.timeout_seconds is not None and order.timeout_seconds < MIN_TIMEOUT_SECONDS:
        text = f"{order.timeout_seconds} s: at least {MIN_TIMEOUT_SECONDS} seconds"
        found.append(FieldError("timeout", text))
    return found


def _pairs(order: Submission) -> list[FieldError]:
    found = []
    for name, _ in order.environment:
        if name.upper().startswith("AWS_BATCH"):
            found.append(
                FieldError("environment", f"{name}: names starting AWS_BATCH are reserved")
            )
    if len(order.tags) > 50:
        found.append(FieldError("tags", f"{len(order.tags)} tags: at most 50"))
    for name, _ in order.tags:
        if not name or name.lower().startswith("aws:"):
            found.append(
                FieldError("tags", f"'{name}': a tag needs a name that does not start aws:")
            )
    return found
