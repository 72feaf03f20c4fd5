"""The instances of an environment share an architecture, and it is the job's."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import expand
from batchdeck.local.placement.obstacle import CONFIGURATION, UNDETERMINED, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def architecture(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """AWS launches one image on all types; a job's `runtimePlatform` must be met by them.

    Source: Batch API, `ComputeResource.instanceTypes`: x86 and Arm cannot be mixed.
    """
    found = {one.architecture for one in expand(environment.resources.get("instanceTypes") or ())}
    if len(found) > 1:
        return Obstacle(f"{environment.name} mixes {' and '.join(sorted(found))}", CONFIGURATION)
    if not found or demand.architecture in ("", *found):
        return None
    return Obstacle(
        f"{environment.name} is {found.pop()}, the job {demand.architecture}", UNDETERMINED
    )
