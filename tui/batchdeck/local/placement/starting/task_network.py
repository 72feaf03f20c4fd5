"""A task's image is fetched and its log reached: by Fargate, or by the agent of an instance."""

from __future__ import annotations

from collections.abc import Iterator

from batchdeck.local.placement.network import Subnet
from batchdeck.local.placement.reach import (
    FOR_INSTANCES,
    FOR_TASKS,
    groups_of,
    has_public_address,
    out_of_reach,
    subnets_of,
    target,
)
from batchdeck.local.placement.starting import network_texts
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings


def task_network(task: Task, surroundings: Surroundings) -> str | None:
    """One subnet from which what is needed can be reached is enough.

    Without a public address that takes a NAT gateway or endpoints. An image that is not in
    ECR takes the internet. On Fargate the address is the task's, else that of its instance.
    """
    groups = groups_of(task.environment, surroundings)
    found: list[str] = []
    for subnet, public in places(task, groups, surroundings):
        address = target(subnet, surroundings, public=public)
        firewalls = surroundings.firewalls
        missing = out_of_reach(subnet, FOR_TASKS, groups, surroundings, public=public)
        passes = firewalls.acl_lets_through(subnet.id, address)
        if not passes or (groups and not firewalls.groups_let_out(groups, address)):
            missing = sorted(FOR_TASKS)
        if not missing and (from_ecr(task) or address != subnet.address):
            return None
        found.append(_words(task, missing, surroundings.region))
    return found[0] if found else None


def places(
    task: Task, groups: tuple[str, ...], surroundings: Surroundings
) -> Iterator[tuple[Subnet, bool]]:
    """Where the task may be, and whether with a public address; on instances that could join."""
    environment = task.environment
    for subnet in subnets_of(environment, surroundings):
        if environment.is_fargate:
            yield subnet, task.public_ip
            continue
        public = has_public_address(environment, subnet, surroundings)
        if not out_of_reach(subnet, FOR_INSTANCES, groups, surroundings, public=public):
            yield subnet, public


def from_ecr(task: Task) -> bool:
    """Whether all its images are of ECR's private registries."""
    return all(".dkr.ecr." in str(container.get("image")) for container in task.containers)


def _words(task: Task, missing: list[str], region: str) -> str:
    """What the first thing to fail says; without services missing it is another registry."""
    texts = network_texts.FARGATE if task.environment.is_fargate else network_texts.INSTANCES
    image = str(task.containers[0].get("image"))
    if not from_ecr(task):
        return texts.registry.format(image=image)
    host = image.partition("/")[0]
    if {"ecr.api", "ecr.dkr"} & set(missing):
        text = texts.ecr_api if "ecr.api" in missing else texts.ecr_registry
        return text.format(region=region, host=host)
    return (texts.layers if "s3" in missing else texts.logs).format(region=region)
