"""An UNMANAGED environment has the instances that its owner registers, and no others."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings

_CPU_UNITS = 1024
"""Of one vCPU. Source: ECS API, `Resource`."""


def container_instances(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """One of them must be able to hold the job when nobody else is there."""
    if environment.type == "MANAGED":
        return None
    joined = surroundings.container_instances(environment.cluster_arn)
    if any(_holds(one, demand) for one in joined):
        return None
    return Obstacle(
        f"no instance has joined the cluster of {environment.name} that is large enough"
    )


def _holds(joined: Any, demand: Demand) -> bool:
    """Source: ECS API, `ContainerInstance.registeredResources`."""
    has = {one["name"]: one for one in joined.registered_resources}
    return bool(
        joined.status == "ACTIVE"
        and joined.agent_connected
        and has["CPU"]["integerValue"] >= demand.vcpus * _CPU_UNITS
        and has["MEMORY"]["integerValue"] >= demand.memory
        and len(has.get("GPU", {}).get("stringSetValue", ())) >= demand.gpus
    )
