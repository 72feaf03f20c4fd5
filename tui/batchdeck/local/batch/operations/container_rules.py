"""What Batch asks of a container: of its image, its size and what its platform can give.

Source: Batch API, `ContainerProperties`, `TaskContainerProperties`, `ResourceRequirement`.
"""

from __future__ import annotations

import re

from batchdeck.domain.fargate import valid_size
from batchdeck.local.batch import job_container
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.host_rules import (
    check_limits,
    check_platform,
    check_volumes,
)
from batchdeck.local.batch.records import Document

_MIN_MEMORY_MIB = 4
_RESERVED = "AWS_BATCH"
_EC2_LACKS = ("networkConfiguration", "fargatePlatformConfiguration", "ephemeralStorage")
_FARGATE_LACKS = ("privileged", "ulimits", "instanceType", "vcpus", "memory")
_FARGATE_LACKS_OF_LINUX = ("devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_EPHEMERAL_GIB = range(21, 201)


def check_container(container: Document, *, fargate: bool) -> None:
    """Raise `ClientError` for `containerProperties` that cannot be registered."""
    check_contents(container, fargate=fargate)
    check_volumes(container, [container], fargate=fargate)
    check_platform(container, [container])
    if fargate and not container.get("executionRoleArn"):
        raise invalid("executionRoleArn is required for Fargate.")
    if not fargate:
        check_for_ec2(container)
    check_storage(container)
    check_size(container, fargate=fargate, alone=True)


def check_contents(container: Document, *, fargate: bool) -> None:
    """Raise `ClientError` for what no container of any shape may have."""
    if not container.get("image"):
        raise invalid("Container image is required.")
    check_environment(container.get("environment"))
    check_gpus(container)
    check_limits(container)
    if fargate:
        _check_for_fargate(container)


def check_for_ec2(properties: Document) -> None:
    """Raise `ClientError` for members that only Fargate has."""
    for member in _EC2_LACKS:
        if properties.get(member):
            raise invalid(f"{member} not applicable for EC2.")


def check_environment(variables: list[Document] | None) -> None:
    """Raise `ClientError` for names that Batch keeps for itself."""
    for variable in variables or ():
        name = variable.get("name", "")
        if name.upper().startswith(_RESERVED):
            raise invalid(f"Environment variable {name} cannot start with {_RESERVED}.")


def check_storage(properties: Document) -> None:
    """Raise `ClientError` for more or less than Fargate's tasks can have on disk."""
    storage = properties.get("ephemeralStorage")
    if storage and storage["sizeInGiB"] not in _EPHEMERAL_GIB:
        raise invalid(
            "Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB"
        )


def check_gpus(container: Document) -> None:
    """Raise `ClientError` for GPUs that are not counted in whole numbers."""
    for requirement in container.get("resourceRequirements") or ():
        value = requirement["value"]
        if requirement["type"] == "GPU" and not (value.isdecimal() and int(value) > 0):
            raise no_number("GPU", value)


def no_number(kind: str, value: str) -> ClientError:
    """What Batch says of a requirement of that type that is no number."""
    return invalid(
        f"Value {value} for type {kind} in resourceRequirement is not valid. "
        "Please provide a numeric value."
    )


def check_size(container: Document, *, fargate: bool, alone: bool = False) -> None:
    """Raise `ClientError` for vCPUs or memory that no environment could give.

    A container `alone` in its job has one vCPU on instances at least. Source: Batch API,
    ResourceRequirement, value.
    """
    vcpus, memory = size(container)
    if alone and not fargate and vcpus < 1:
        raise invalid(f"vCPU must be at least 1, got {vcpus:g}.")
    if vcpus <= 0 or memory < _MIN_MEMORY_MIB:
        raise invalid(f"Resource requirements ({vcpus:g} vCPU, {memory} MiB) not valid.")
    if fargate:
        check_fargate_size(vcpus, memory)


def check_fargate_size(vcpus: float, memory: int) -> None:
    """Raise `ClientError` for a pair of vCPUs and MiB that Fargate does not offer."""
    if not valid_size(vcpus, memory):
        raise invalid(f"Fargate resource requirements ({vcpus:.2f} vCPU, {memory} MiB) not valid.")


def size(container: Document) -> tuple[float, int]:
    """vCPUs and MiB of a container; `ClientError` when it does not say, or no numbers."""
    requirements = container.get("resourceRequirements") or ()
    kinds = {requirement["type"] for requirement in requirements}
    if len(kinds) < len(requirements):
        raise invalid("Cannot provide duplicates in resourceRequirements.")
    for requirement in requirements:
        if not _NUMBER.fullmatch(requirement["value"]):
            raise no_number(requirement["type"], requirement["value"])
    for kind, member, name in (("VCPU", "vcpus", "vCPU"), ("MEMORY", "memory", "Memory")):
        if kind not in kinds and container.get(member) is None:
            raise invalid(f"{name} is required.")
    try:
        return job_container.vcpus(container), job_container.memory(container)
    except ValueError as error:
        raise invalid(f"A resource requirement is not a number: {error}") from error


def _check_for_fargate(container: Document) -> None:
    linux = container.get("linuxParameters") or {}
    given = [member for member in _FARGATE_LACKS if container.get(member)]
    given += [
        requirement["type"]
        for requirement in container.get("resourceRequirements") or ()
        if requirement["type"] == "GPU"
    ]
    for member in given:
        raise invalid(f"{member} is not applicable for Fargate.")
    for member in _FARGATE_LACKS_OF_LINUX:
        if linux.get(member):
            raise invalid(f"linuxParameter.{member} is not allowed for Fargate.")
