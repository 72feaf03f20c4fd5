"""The instance profile, its role, and what the role may do."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.iam.trust import made_or_trusting, values
from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.facts.identities import Permissions, agent_access
from batchdeck.diagnosis.job_access import lacking
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import InstanceProfile

Profiles = Mapping[str, InstanceProfile | None]
Environments = tuple[ComputeEnvironment, ...]
EC2 = ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")
FOR_INSTANCES = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"


@check(
    "iam-instance-profile-exists",
    layer=Layer.IAM,
    applies_to=INSTANCES,
    explains=(
        "ce-status-valid",
        "cap-asg-activity",
        "inst-registered-in-ecs",
        "ce-desired-not-scaling",
        "job-status-reason-code",
        "queue-head-blocked",
    ),
    prior=0.03,
    remedy=commands(
        "aws iam create-instance-profile --instance-profile-name {new_profile}",
        (
            "aws iam add-role-to-instance-profile --instance-profile-name {profile} "
            "--role-name {role}"
        ),
    ),
    docs=(pages.INSTANCE_ROLE,),
)
def profile_exists(instance_environments: Environments, instance_profiles: Profiles) -> Verdict:
    """The instance profile exists and holds a role.

    Without it no instance is launched.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        reference = environment.instance_role
        profile = instance_profiles.get(reference)
        name = short_name(reference)
        if profile is not None and profile.roles:
            return passed(f"{name} holds {profile.roles[0].name}")
        if profile is not None:
            evidence = Evidence(profile.name, "Roles", "none", "one role")
            summary = f"the instance profile {profile.name} of {environment.name} holds no role"
            return failed(summary, evidence, profile=profile.name, new_profile=None)
        evidence = Evidence(
            environment.name, "instanceRole", reference or "absent", "one that exists"
        )
        summary = f"the instance profile {name or '(none)'} of {environment.name} does not exist"
        known: dict[str, Value] = {"profile": name, "new_profile": name}
        return failed(summary, evidence, known=known if name else None)

    return any_environment(instance_environments, judge)


@check(
    "iam-instance-role-trust",
    layer=Layer.IAM,
    applies_to=INSTANCES,
    explains=("inst-registered-in-ecs", "cap-asg-activity", "job-status-reason-code"),
    remedy=made_or_trusting(),
    docs=(pages.INSTANCE_ROLE,),
)
def role_trusts_ec2(instance_environments: Environments, instance_profiles: Profiles) -> Verdict:
    """The instance role may be assumed by EC2."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        profile = instance_profiles.get(environment.instance_role)
        if profile is None or not profile.roles:
            return skipped("there is no role")
        role = profile.roles[0]
        if set(EC2) & set(role.trusts):
            return passed(f"{role.name} trusts EC2")
        trusted = ", ".join(role.trusts) or "no service"
        evidence = Evidence(role.name, "AssumeRolePolicyDocument", trusted, EC2[0])
        known = values(EC2[0], role, role.arn)
        return failed(f"EC2 may not assume the role {role.name}", evidence, known=known)

    return any_environment(instance_environments, judge)


@check(
    "iam-instance-role-permissions",
    layer=Layer.IAM,
    applies_to=INSTANCES,
    explains=(
        "inst-registered-in-ecs",
        "ce-status-valid",
        "inst-agent-connected",
        "iam-instance-role-image-logs",
        "job-status-reason-code",
        "queue-head-blocked",
    ),
    prior=0.07,
    remedy=commands(
        f"aws iam attach-role-policy --role-name {{role}} --policy-arn {FOR_INSTANCES}"
    ),
    docs=(pages.INSTANCE_ROLE,),
)
def role_permissions(
    instance_environments: Environments,
    instance_profiles: Profiles,
    instance_permissions: Permissions,
) -> Verdict:
    """The instance role lets the ECS agent register and poll.

    An instance without these permissions runs, costs, and never joins its cluster.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        profile = instance_profiles.get(environment.instance_role)
        if profile is None or not profile.roles:
            return skipped("there is no role")
        role = profile.roles[0]
        if role.arn not in instance_permissions:
            return skipped(f"the role {role.name} does not exist")
        needed = agent_access(instance_environments)
        denied, untold = lacking(needed, instance_permissions.get(role.arn, ()))
        if denied:
            actions = ", ".join(one.action for one in denied)
            evidence = Evidence(role.name, "SimulatePrincipalPolicy", "denied", actions)
            summary = f"the role {role.name} of {environment.name} may not {denied[0].action}"
            return failed(summary, evidence, role=role.name)
        if untold:
            return unknown(f"IAM does not tell whether {role.name} may {untold[0].action}")
        return passed(f"{role.name} may all that the agent needs")

    return any_environment(instance_environments, judge)
