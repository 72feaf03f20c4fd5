"""A VPC endpoint lets through what its policy allows."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.job_container import DEFAULT_LOG_GROUP
from batchdeck.local.permissions.policies import Policy
from batchdeck.local.permissions.resource_policies import lets
from batchdeck.local.placement.network import Subnet
from batchdeck.local.placement.reach import groups_of
from batchdeck.local.placement.starting.acting_role import acting_role, denied
from batchdeck.local.placement.starting.image_access import (
    IMAGE,
    LAYERS,
    LOG_IN,
    no_layers,
    no_login,
    repository_arn,
)
from batchdeck.local.placement.starting.log_group import CREATE_STREAM, logging_role, no_log
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.starting.task_network import places
from batchdeck.local.placement.surroundings import Surroundings

READ_LAYER = "s3:GetObject"
LAYER = "arn:aws:s3:::prod-{region}-starport-layer-bucket/layer"
"""Where ECR keeps layers. Source: ECR user guide, "Amazon ECR interface VPC endpoints"."""
_LAYERS_AT = "https://prod-{region}-starport-layer-bucket.s3.{region}.amazonaws.com/"
_NO_LAYER_FARGATE = (
    "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
    "httpReadSeeker: failed open: unexpected status code " + _LAYERS_AT + ": 403 Forbidden"
)
_NO_LAYER = (
    "CannotPullContainerError: error pulling image configuration: download failed after "
    "attempts=1: denied: Access Denied"
)
_KIND = "VPC endpoint"


def endpoint_policies(task: Task, surroundings: Surroundings) -> str | None:
    """An endpoint is used wherever there is one, also beside a way to the internet.

    One subnet whose endpoints let through what is needed is enough.
    """
    groups = groups_of(task.environment, surroundings)
    found: list[str] = []
    for subnet, _ in places(task, groups, surroundings):
        problem = _problem(task, subnet, groups, surroundings)
        if problem is None:
            return None
        found.append(problem)
    return found[0] if found else None


def _problem(
    task: Task, subnet: Subnet, groups: tuple[str, ...], surroundings: Surroundings
) -> str | None:
    documents = surroundings.network.endpoint_policies(subnet, surroundings.region, groups)
    policies = {name: Policy(name, "", document) for name, document in documents.items()}
    return _no_image(task, policies, surroundings) or _no_log(task, policies, surroundings)


def _no_image(task: Task, policies: dict[str, Policy], surroundings: Surroundings) -> str | None:
    role, on_fargate = acting_role(task, surroundings), task.environment.is_fargate
    for container in task.containers:
        image = IMAGE.fullmatch(str(container.get("image")))
        if image is None or role is None:
            continue
        if not _passes(policies.get("ecr.api"), role, LOG_IN, "*"):
            return no_login(denied(role.arn, LOG_IN, "*", _KIND), on_fargate=on_fargate)
        repository, region = repository_arn(image), surroundings.region
        for action in LAYERS:
            if not _passes(policies.get("ecr.dkr"), role, action, repository):
                denial = denied(role.arn, action, repository, _KIND)
                return no_layers(denial, image, on_fargate=on_fargate)
        if not _passes(policies.get("s3"), role, READ_LAYER, LAYER.format(region=region)):
            return (_NO_LAYER_FARGATE if on_fargate else _NO_LAYER).format(region=region)
    return None


def _no_log(task: Task, policies: dict[str, Policy], surroundings: Surroundings) -> str | None:
    role = logging_role(task, surroundings)
    for container in task.containers:
        configuration = container.get("logConfiguration") or {}
        if role is None or configuration.get("logDriver", "awslogs") != "awslogs":
            continue
        group = (configuration.get("options") or {}).get("awslogs-group", DEFAULT_LOG_GROUP)
        prefix = f"arn:aws:logs:{surroundings.region}:{surroundings.account_id}:log-group"
        stream = f"{prefix}:{group}:log-stream:any"
        if not _passes(policies.get("logs"), role, CREATE_STREAM, stream):
            denial = denied(role.arn, CREATE_STREAM, f"{prefix}:{group}:log-stream:", _KIND)
            problem = f"failed to create Cloudwatch log stream: {denial}"
            return no_log(problem, on_fargate=task.environment.is_fargate)
    return None


def _passes(policy: Policy | None, role: Any, action: str, resource: str) -> bool:
    """Without an endpoint nothing is asked."""
    if policy is None:
        return True
    account = role.arn.split(":")[4]
    who = {role.arn, account, f"arn:aws:iam::{account}:root"}
    context = {
        "aws:principalaccount": [account],
        "aws:principalarn": [role.arn],
        "aws:securetransport": ["true"],
    }
    return lets(policy, who, action, resource, context)
