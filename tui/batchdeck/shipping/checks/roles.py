"""The roles of the definition, and what they and we ourselves may do, where that can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from batchdeck.aws.errors import AwsError
from batchdeck.domain.identity import Identity
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

_SUBJECT = "role"
_PULL = ("ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_PUSH = (
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:InitiateLayerUpload",
    "ecr:UploadLayerPart",
    "ecr:CompleteLayerUpload",
    "ecr:PutImage",
)
"""Source: ECR user guide, "IAM permissions for pushing an image"."""
_RUN = ("batch:RegisterJobDefinition", "batch:SubmitJob", "batch:TagResource")


async def check_roles(plan: Plan, services: Services) -> list[Check]:
    """Whether the definition's roles exist, may pull, and whether we may push and submit."""
    containers = plan.definition.containers if plan.definition else ()
    executing = {one.execution_role for one in containers} - {""}
    jobs = {one.job_role for one in containers} - {"", *executing}
    looks = [_pulls(services, role) for role in sorted(executing)]
    looks += [_exists(services, role) for role in sorted(jobs)]
    return [
        one for each in await asyncio.gather(*looks, _ourselves(plan, services)) for one in each
    ]


async def _exists(services: Services, role: str) -> list[Check]:
    try:
        found = await services.account.iam.role(role)
    except AwsError as error:
        return [Check(_SUBJECT, Verdict.UNKNOWN, str(error))]
    if found is None:
        text = f"{role} does not exist: make it, or name another role in the definition"
        return [Check(_SUBJECT, Verdict.BAD, text)]
    if "ecs-tasks.amazonaws.com" not in found.trusts:
        text = f"{found.name} does not let ecs-tasks.amazonaws.com assume it: the job cannot start"
        return [Check(_SUBJECT, Verdict.WARNING, text)]
    return [Check(_SUBJECT, Verdict.GOOD, f"{found.name} exists")]


async def _pulls(services: Services, role: str) -> list[Check]:
    found = await _exists(services, role)
    if found[0].verdict is not Verdict.GOOD:
        return found
    return [*found, *await judge_permissions(services, role, _PULL)]


async def _ourselves(plan: Plan, services: Services) -> list[Check]:
    try:
        identity = await services.account.identity.read()
        principal = await _principal(services, identity)
    except AwsError as error:
        return [Check(_SUBJECT, Verdict.UNKNOWN, str(error))]
    if not principal:
        return []
    return await judge_permissions(services, principal, needed(plan))


def needed(plan: Plan) -> Sequence[str]:
    """The actions of everything that will be sent for a shipment."""
    if plan.pushed:
        return _RUN
    return (*_RUN, *(() if plan.repository else ("ecr:CreateRepository",)), *_PUSH)


async def judge_permissions(
    services: Services, principal: str, actions: Sequence[str]
) -> list[Check]:
    """Whether a principal may do all of it, as far as its policies tell."""
    name = principal.rsplit("/", 1)[-1]
    try:
        found = await services.account.iam.permissions(principal, actions)
    except AwsError as error:
        return [Check(_SUBJECT, Verdict.UNKNOWN, f"what {name} may do is not known: {error}")]
    lacking = [one.action for one in found if not one.allowed and not one.conditional]
    if lacking:
        text = f"by its policies {name} may not: {', '.join(lacking)}"
        return [Check(_SUBJECT, Verdict.WARNING, text)]
    return [Check(_SUBJECT, Verdict.GOOD, f"{name} may do what is needed of it")]


async def _principal(services: Services, identity: Identity) -> str:
    """Who we are as the simulator takes it: a user's or a role's ARN; empty for the root user."""
    if ":assumed-role/" in identity.arn:
        role = await services.account.iam.role(identity.role)
        return role.arn if role else ""
    return identity.arn if ":user/" in identity.arn else ""
