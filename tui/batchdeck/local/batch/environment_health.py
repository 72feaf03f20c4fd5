"""Environments turn INVALID when Batch can no longer act for their owner, and recover."""

from __future__ import annotations

from batchdeck.local.batch import reasons
from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity import fault


def examine(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> None:
    """Set status and reason of an environment that is not in the middle of a change.

    Source: AWS Batch user guide, "INVALID compute environment".
    """
    if environment.status not in ("VALID", "INVALID"):
        return
    found = fault(environment, surroundings)
    environment.status = "VALID" if found is None else "INVALID"
    environment.status_reason = found or reasons.HEALTHY
