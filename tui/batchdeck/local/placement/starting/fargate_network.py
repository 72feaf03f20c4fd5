"""A Fargate task fetches its image and reaches its log through its own network interface."""

from __future__ import annotations

from batchdeck.local.placement.reach import FOR_TASKS, groups_of, out_of_reach, subnets_of, target
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

_TIMEOUT = "dial tcp 52.94.0.1:443: i/o timeout"


def fargate_network(task: Task, surroundings: Surroundings) -> str | None:
    """One subnet from which the task reaches what it needs is enough.

    Without a public address that takes a NAT gateway or endpoints. An image that is not in
    ECR takes the internet.
    """
    if not task.environment.is_fargate:
        return None
    groups = groups_of(task.environment, surroundings)
    found: list[str] = []
    for subnet in subnets_of(task.environment, surroundings):
        public = task.public_ip
        address = target(subnet, surroundings, public=public)
        firewalls = surroundings.firewalls
        missing = out_of_reach(subnet, FOR_TASKS, groups, surroundings, public=public)
        passes = firewalls.acl_lets_through(subnet.id, address)
        if not passes or (groups and not firewalls.groups_let_out(groups, address)):
            missing = sorted(FOR_TASKS)
        if not missing and (_from_ecr(task) or address != subnet.address):
            return None
        found.append(_words(task, missing, surroundings.region))
    return found[0] if found else None


def _from_ecr(task: Task) -> bool:
    return all(".dkr.ecr." in str(container.get("image")) for container in task.containers)


def _words(task: Task, missing: list[str], region: str) -> str:
    """What the first thing to fail says; without services missing it is another registry."""
    if not _from_ecr(task):
        image = task.containers[0].get("image")
        return (
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): "
            f"failed to resolve ref {image}: failed to do request: {_TIMEOUT}"
        )
    if {"ecr.api", "ecr.dkr"} & set(missing):
        return (
            "ResourceInitializationError: unable to pull secrets or registry auth: The task "
            "cannot pull registry auth from Amazon ECR: There is a connection issue between "
            "the task and Amazon ECR. Check your task network configuration. RequestError: "
            f'send request failed caused by: Post "https://api.ecr.{region}.amazonaws.com/": '
            f"{_TIMEOUT}"
        )
    if "s3" in missing:
        return (
            "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: "
            "httpReadSeeker: failed open: failed to do request: Get "
            f'"https://prod-{region}-starport-layer-bucket.s3.{region}.amazonaws.com": {_TIMEOUT}'
        )
    return (
        "ResourceInitializationError: failed to validate logger args: The task cannot find the "
        "Amazon CloudWatch log group defined in the task definition. There is a connection "
        "issue between the task and Amazon CloudWatch. Check your network configuration. : "
        "signal: killed"
    )
