"""The machine image of an environment must be of the architecture of its types."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.machine_images import image_of
from batchdeck.local.placement.obstacle import CONFIGURATION, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def machine_image(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """EC2 refuses to launch others. An image that is gone makes the environment INVALID.

    Source: Batch API, `ComputeResource.imageId`.
    """
    image = image_of(environment)
    built_for = surroundings.machine_images.architecture(image) if image else None
    types = candidates(environment, demand)
    if not built_for or not types or built_for in {one.architecture for one in types}:
        return None
    found = types[0].architecture
    failure = (
        f"The architecture '{found}' of the specified instance type does not match the "
        f"architecture '{built_for}' of the specified AMI. Specify an instance type and an AMI "
        "that have matching architectures, and try again. Launching EC2 instance failed."
    )
    return Obstacle(
        f"image {image} is of {built_for}, the types of {found}", CONFIGURATION, failure
    )
