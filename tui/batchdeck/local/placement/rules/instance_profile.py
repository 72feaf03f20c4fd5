"""Instances join the cluster by their instance profile's role."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.surroundings import Surroundings

EC2 = "ec2.amazonaws.com"
#: What the agent must be allowed to do before a task can reach its instance.
#: Source: ECS developer guide, container instance IAM role.
AGENT_ACTIONS = (
    "ecs:DiscoverPollEndpoint",
    "ecs:Poll",
    "ecs:RegisterContainerInstance",
    "ecs:SubmitContainerStateChange",
    "ecs:SubmitTaskStateChange",
)


def instance_profile(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """The profile must hold a role that EC2 may assume and that lets the ECS agent work."""
    if environment.is_fargate or environment.type != "MANAGED":
        return None
    reference = str(environment.resources.get("instanceRole", ""))
    roles = surroundings.identities.profile_roles(reference)
    if roles is None:
        detail = f"there is no instance profile {reference}"
        return Obstacle(detail, UNDETERMINED, invalid_profile(reference))
    if not roles:
        return Obstacle(f"instance profile {reference} has no role", UNDETERMINED, joins=False)
    if not surroundings.identities.trusts(roles[0].arn, EC2):
        return Obstacle(f"EC2 may not assume role {roles[0].name}", UNDETERMINED, joins=False)
    identities = surroundings.identities
    missing = [action for action in AGENT_ACTIONS if not identities.allows(roles[0], action)]
    if missing:
        detail = f"role {roles[0].name} may not {', '.join(missing)}"
        return Obstacle(detail, UNDETERMINED, joins=False)
    return None


def invalid_profile(reference: str) -> str:
    """What EC2 Auto Scaling says of a profile that does not exist."""
    member = "arn" if reference.startswith("arn:") else "name"
    return (
        f"Value ({reference}) for parameter iamInstanceProfile.{member} is invalid. "
        f"Invalid IAM Instance Profile {'ARN' if member == 'arn' else 'name'}. "
        "Launching EC2 instance failed."
    )
