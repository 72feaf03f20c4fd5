"""The one question that placement answers."""

from __future__ import annotations

from dataclasses import replace

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.rules import BEFORE_LAUNCH, RULES
from batchdeck.local.placement.rules.service_role_permissions import tells_reasons
from batchdeck.local.placement.surroundings import Surroundings


def obstacle(
    environment: ComputeEnvironmentRecord,
    demand: Demand,
    surroundings: Surroundings,
    *,
    placed: bool = False,
) -> Obstacle | None:
    """What keeps a job out of an environment; None when it only needs free vCPUs.

    `placed`: the job has its place, and what it needs is being launched.
    """
    for rule in RULES:
        if placed and rule in BEFORE_LAUNCH:
            continue
        found = rule(environment, demand, surroundings)
        if found is not None:
            return found if _is_told(environment, surroundings) else replace(found, reason="")
    return None


def _is_told(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> bool:
    """An INVALID environment shows by itself; the rest takes permissions of the service role."""
    return environment.status == "INVALID" or tells_reasons(environment, surroundings)
