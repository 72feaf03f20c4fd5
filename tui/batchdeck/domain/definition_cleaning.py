"""Which old revisions of a job definition nobody needs any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from batchdeck.domain.job import Job
from batchdeck.domain.job_status import progress
from batchdeck.domain.resources import JobDefinition

ACTIVE = "ACTIVE"
KEPT = 5
"""So many of the newest revisions are kept where nobody says otherwise."""
NOT_KNOWN = (
    "What else names a revision cannot be seen here: schedules, EventBridge rules, Step "
    "Functions and other programs that submit jobs."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a revision, and why."""

    revision: JobDefinition
    kept: bool
    why: str


def fates(revisions: Iterable[JobDefinition], jobs: Iterable[Job], keep: int) -> Sequence[Fate]:
    """What becomes of each ACTIVE revision, newest first.

    Kept are the `keep` newest ones, at least one, and every one that a job in `jobs` has that
    is not over yet.
    """
    using = uses(jobs)
    active = [one for one in revisions if one.status == ACTIVE]
    ordered = sorted(active, key=lambda one: -one.revision)
    newest = max(1, keep)
    found = []
    for place, revision in enumerate(ordered):
        reasons = []
        if place < newest:
            reasons.append("the newest" if newest == 1 else f"one of the newest {newest}")
        if using.get(revision.reference):
            reasons.append(_used(using[revision.reference]))
        why = ", ".join(reasons) or "older, and no job waits or runs with it"
        found.append(Fate(revision, bool(reasons), why))
    return tuple(found)


def uses(jobs: Iterable[Job]) -> dict[str, Counter[str]]:
    """How many jobs that are not over have each `name:revision`, by state."""
    found: dict[str, Counter[str]] = {}
    for job in jobs:
        if not job.finished:
            found.setdefault(job.definition, Counter())[job.status] += 1
    return found


def _used(states: Counter[str]) -> str:
    ordered = sorted(states.items(), key=lambda item: -progress(item[0]))
    number = states.total()
    listed = ", ".join(f"{count} {status}" for status, count in ordered)
    return f"{number} {'job has' if number == 1 else 'jobs have'} it: {listed}"
