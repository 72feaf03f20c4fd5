"""What Batch asks of arrays, dependencies and shares.

Source: Batch API, `SubmitJob`; user guide, "Job dependencies" and "Array jobs".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.records import Document, JobQueueRecord

_MOST_DEPENDENCIES = 20
_SHARE = re.compile(r"[A-Za-z0-9]{1,255}\*?")
_MOST_SHARES = 500
_HIGHEST_PRIORITY = 9999
_SMALLEST, _LARGEST = 2, 10_000


def array_size(request: Document) -> int | None:
    """The number of children asked for; None for a job that is no array."""
    size: int | None = (request.get("arrayProperties") or {}).get("size")
    if size is not None and not _SMALLEST <= size <= _LARGEST:
        raise invalid(f"Array size must be between {_SMALLEST} and {_LARGEST:,}.")
    return size


def check_share(request: Document, queue: JobQueueRecord, active: Collection[str]) -> None:
    """Raise `ClientError` for a share where there are none, and for none where there are.

    `active`: the shares that have jobs in the queue.
    """
    share = request.get("shareIdentifier")
    if queue.scheduling_policy_arn and not share:
        raise invalid("shareIdentifier is required for a job queue with a scheduling policy.")
    if share and not queue.scheduling_policy_arn:
        raise invalid("shareIdentifier is for job queues with a scheduling policy only.")
    if share and not _SHARE.fullmatch(share):
        raise invalid(f"shareIdentifier {share} must be up to 255 letters and numbers.")
    if share and share not in active and len(active) >= _MOST_SHARES:
        raise invalid(f"A job queue can have at most {_MOST_SHARES} active share identifiers.")
    if not 0 <= request.get("schedulingPriorityOverride", 0) <= _HIGHEST_PRIORITY:
        raise invalid(f"schedulingPriorityOverride must be between 0 and {_HIGHEST_PRIORITY}.")


def check_dependencies(account: Account, request: Document) -> None:
    """Raise `ClientError` for dependencies on what is not there or does not fit."""
    dependencies = request.get("dependsOn") or []
    if len(dependencies) > _MOST_DEPENDENCIES:
        raise invalid(f"A job can depend on at most {_MOST_DEPENDENCIES} jobs.")
    size = array_size(request)
    for dependency in dependencies:
        _check_dependency(account, dependency, size)


def _check_dependency(account: Account, dependency: Document, size: int | None) -> None:
    kind, reference = dependency.get("type"), dependency.get("jobId")
    if kind is not None and size is None:
        raise invalid(f"Dependency type {kind} is for array jobs only.")
    if reference is None:
        if kind != "SEQUENTIAL":
            raise invalid("A dependency must have a jobId.")
        return
    other = account.jobs.get(reference)
    if other is None:
        raise ClientError(f"Job {reference} not found.")
    if kind == "SEQUENTIAL":
        raise invalid("A SEQUENTIAL dependency must not have a jobId.")
    if kind == "N_TO_N" and not (other.is_array and other.array_size == size):
        raise invalid(f"N_TO_N dependency {reference} must be an array job of size {size}.")
