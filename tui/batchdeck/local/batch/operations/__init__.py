"""The operations of AWS Batch, a handful a module; importing this package registers all."""

from __future__ import annotations

from batchdeck.local.batch.operations import (
    consumable_resources,
    definitions,
    environments,
    jobs,
    listing,
    queues,
    quota_shares,
    scheduling_policies,
    service_environments,
    service_jobs,
    snapshot,
    stopping,
    submission,
    tags,
)
from batchdeck.local.batch.operations.registry import OPERATIONS

__all__ = [
    "OPERATIONS",
    "consumable_resources",
    "definitions",
    "environments",
    "jobs",
    "listing",
    "queues",
    "quota_shares",
    "scheduling_policies",
    "service_environments",
    "service_jobs",
    "snapshot",
    "stopping",
    "submission",
    "tags",
]
