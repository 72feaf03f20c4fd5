"""The instance types of an environment that can hold a job."""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType, expand


def candidates(environment: ComputeEnvironmentRecord, demand: Demand) -> tuple[InstanceType, ...]:
    """Types that are large enough in every way and of the right architecture.

    Empty for an environment without instance types, as on Fargate.
    """
    return tuple(
        one
        for one in expand(environment.resources.get("instanceTypes") or ())
        if one.vcpus >= demand.vcpus
        and one.memory_for_jobs >= demand.memory
        and one.gpus >= demand.gpus
        and demand.architecture in ("", one.architecture)
        and demand.instance_type in ("", one.name)
    )


def vcpus_taken(environment: ComputeEnvironmentRecord, demands: Iterable[Demand]) -> float:
    """vCPUs that jobs take of an environment; one that is alone takes a whole instance.

    Source: AWS Batch user guide, "Multi-node parallel jobs": nodes are single-tenant.
    """
    return sum(_taken(environment, demand) for demand in demands)


def _taken(environment: ComputeEnvironmentRecord, demand: Demand) -> float:
    types = candidates(environment, demand) if demand.alone else ()
    return min((float(one.vcpus) for one in types), default=demand.vcpus)
