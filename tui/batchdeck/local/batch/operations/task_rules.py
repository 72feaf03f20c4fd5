"""What Batch asks of a task of several containers.

Source: Batch API, `EcsProperties`, `EcsTaskProperties`, `TaskContainerDependency`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.operations.container_rules import (
    check_contents,
    check_fargate_size,
    check_for_ec2,
    check_size,
    check_storage,
    size,
)
from batchdeck.local.batch.operations.host_rules import check_platform, check_volumes
from batchdeck.local.batch.records import Document

_MAX_CONTAINERS = 10
_CONDITIONS = ("START", "COMPLETE", "SUCCESS")
_START_SECONDS = 2
_FARGATE_SECONDS = 120


def check_task(properties: Document, *, fargate: bool) -> None:
    """Raise `ClientError` for `ecsProperties` that cannot be registered."""
    tasks = properties["taskProperties"]
    if len(tasks) != 1:
        raise invalid("taskProperties must have exactly one element.")
    (task,) = tasks
    containers = task["containers"]
    if not 1 <= len(containers) <= _MAX_CONTAINERS:
        raise invalid(f"Number of containers must be between 1 and {_MAX_CONTAINERS}")
    for container in containers:
        check_contents(container, fargate=fargate)
        check_size(container, fargate=False)
        _check_timeouts(container, fargate=fargate)
    _check_names(containers)
    _check_dependencies(containers)
    if not any(container.get("essential", True) for container in containers):
        raise invalid("At least one container must be set as essential")
    check_storage(task)
    check_volumes(task, containers, fargate=fargate)
    check_platform(task, containers)
    if fargate:
        _check_fargate(task)
    else:
        check_for_ec2(task)


def _check_fargate(task: Document) -> None:
    """The size of the task is the sum of its containers'."""
    if not task.get("executionRoleArn"):
        raise invalid("executionRoleArn is required for Fargate.")
    sizes = [size(container) for container in task["containers"]]
    check_fargate_size(sum(vcpus for vcpus, _ in sizes), sum(memory for _, memory in sizes))


def _check_names(containers: list[Document]) -> None:
    names = [container.get("name", "") for container in containers]
    if len(names) > 1 and not all(names):
        raise invalid("Container name is required.")
    if len(set(names)) < len(names):
        raise invalid("Container names must be unique.")


def _check_dependencies(containers: list[Document]) -> None:
    """A container waits only for others of its task, and they do not wait for it.

    What is essential is waited for to start, and not to end.
    """
    essential = {one.get("name", "") for one in containers if one.get("essential", True)}
    waits = {
        container.get("name", ""): [_target(one) for one in container.get("dependsOn") or ()]
        for container in containers
    }
    if len(containers) == 1 and any(waits.values()):
        raise invalid("Container dependency can not be used in a single-container job.")
    for targets in waits.values():
        for target in targets:
            if target not in waits:
                raise invalid(f"containerName {target} must reference a defined container.")
    for one in (entry for container in containers for entry in container.get("dependsOn") or ()):
        if one["condition"] != "START" and one.get("containerName") in essential:
            raise invalid(
                "The container target of a dependency can not have condition "
                f"{one['condition']} if the target is essential"
            )
    while waits:
        free = [name for name, targets in waits.items() if not set(targets) & set(waits)]
        if not free:
            raise invalid(f"Containers {', '.join(waits)} depend on each other.")
        for name in free:
            del waits[name]


def _check_timeouts(container: Document, *, fargate: bool) -> None:
    """Source: Batch API, `TaskContainerProperties.startTimeout` and `stopTimeout`."""
    if container.get("startTimeout", _START_SECONDS) < _START_SECONDS:
        raise invalid("startTimeout must be at least 2 seconds.")
    for member in ("startTimeout", "stopTimeout"):
        if fargate and container.get(member, 0) > _FARGATE_SECONDS:
            raise invalid(f"{member} must be at most 120 seconds on Fargate.")


def _target(dependency: Document) -> str:
    condition = dependency.get("condition")
    if condition not in _CONDITIONS:
        raise invalid(
            f"TaskContainer dependency {condition} is not valid. "
            f"Valid values are: [{', '.join(_CONDITIONS)}]"
        )
    return str(dependency.get("containerName", ""))
