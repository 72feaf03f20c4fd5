"""What a check answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from batchdeck.diagnosis.document import Value


class Status(StrEnum):
    """The answer in one word."""

    PASS = "PASS"  # noqa: S105
    FAIL = "FAIL"
    WARN = "WARN"
    UNKNOWN = "UNKNOWN"
    """It could not be found out: a call was denied or failed."""
    SKIP = "SKIP"
    """The question does not arise."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The field a verdict was read from."""

    resource: str
    """Name, id or ARN."""
    field: str
    """As AWS spells it."""
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Status, the sentence that says why, and what it was read from."""

    status: Status
    summary: str
    evidence: tuple[Evidence, ...] = ()
    values: tuple[tuple[str, Value], ...] = ()
    """What stands for the placeholders of the remedy's commands."""
    missing_permission: str = ""
    """The IAM action without which nothing can be said."""
    settled: bool = False
    """Whether AWS itself says so: a state of Batch's own or the text of a failure."""
    estimated: bool = False
    """Whether it rests on an estimate."""


def passed(summary: str = "", *evidence: Evidence) -> Verdict:
    """All is well."""
    return Verdict(Status.PASS, summary, evidence)


def failed(
    summary: str,
    *evidence: Evidence,
    settled: bool = False,
    estimated: bool = False,
    known: Mapping[str, Value] | None = None,
    **values: Value,
) -> Verdict:
    """Something is wrong. Needs evidence: nothing about a resource is guessed.

    `values`, and those `known` in a mapping, stand for the placeholders of the remedy.
    """
    if not evidence:
        raise ValueError("a failure needs evidence")
    return Verdict(
        Status.FAIL,
        summary,
        evidence,
        tuple({**(known or {}), **values}.items()),
        settled=settled,
        estimated=estimated,
    )


def warned(summary: str, *evidence: Evidence, **values: Value) -> Verdict:
    """Something may be wrong, or wrong in part."""
    return Verdict(Status.WARN, summary, evidence, tuple(values.items()))


def unknown(summary: str, *, missing_permission: str = "") -> Verdict:
    """It could not be found out."""
    return Verdict(Status.UNKNOWN, summary, missing_permission=missing_permission)


def skipped(summary: str) -> Verdict:
    """The question does not arise."""
    return Verdict(Status.SKIP, summary)
