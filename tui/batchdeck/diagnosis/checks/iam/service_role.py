"""The roles that Batch and the Spot Fleet act with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.batch_access import CONDITIONAL, service_access
from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.iam.trust import made_or_trusting, values
from batchdeck.diagnosis.facts.identities import SERVICE_LINKED, Permissions, needs_fleet_role
from batchdeck.diagnosis.job_access import lacking
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import Role

Environments = tuple[ComputeEnvironment, ...]
BATCH = ("batch.amazonaws.com", "batch.amazonaws.com.cn")
SPOT_FLEET = "spotfleet.amazonaws.com"
TAGGING = "AmazonEC2SpotFleetTaggingRole"
"""The name of AWS's policy for it, and the usual one of the role."""
_MANAGED = "arn:aws:iam::aws:policy/service-role"
SYMPTOMS = ("ce-status-valid", "job-status-reason-code", "queue-head-blocked")
_ARN = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/.+")


@check(
    "iam-service-role-arn",
    layer=Layer.IAM,
    applies_to=(*INSTANCES, *FARGATE),
    explains=(*SYMPTOMS, "iam-service-role-exists-trust"),
    prior=0.05,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} --service-role "
        "arn:aws:iam::{account}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
    ),
    docs=(pages.INVALID,),
)
def service_role_arn(managed: Environments) -> Verdict:
    """The ARN of the service role is whole.

    The path belongs to it: `role/AWSServiceRoleForBatch` names another role.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        arn = environment.service_role
        linked_without_path = arn.endswith(":role/AWSServiceRoleForBatch")
        if not arn or (_ARN.fullmatch(arn) and not linked_without_path):
            return passed()
        evidence = Evidence(environment.name, "serviceRole", arn, "arn:aws:iam::...:role/path/name")
        summary = f"the service role of {environment.name} is no whole ARN: {arn}"
        return failed(summary, evidence, ce=environment.name)

    return any_environment(managed, judge)


@check(
    "iam-service-role-exists-trust",
    layer=Layer.IAM,
    applies_to=(*INSTANCES, *FARGATE),
    explains=(*SYMPTOMS, "iam-service-role-permissions"),
    prior=0.05,
    remedy=made_or_trusting(f"{_MANAGED}/AWSBatchServiceRole"),
    docs=(pages.INVALID,),
)
def service_role_trusts(managed: Environments, service_roles: Mapping[str, Role | None]) -> Verdict:
    """The service role exists and may be assumed by Batch."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        arn = environment.service_role
        if not arn:
            return skipped("no service role is named")
        role, name = service_roles.get(arn), short_name(arn)
        if role is None:
            evidence = Evidence(environment.name, "serviceRole", arn, "a role that exists")
            summary = f"the service role {name} of {environment.name} does not exist"
            return failed(summary, evidence, known=values(BATCH[0], role, arn))
        if SERVICE_LINKED in arn or set(BATCH) & set(role.trusts):
            return passed(f"{role.name} trusts Batch")
        trusted = ", ".join(role.trusts) or "no service"
        evidence = Evidence(role.name, "AssumeRolePolicyDocument", trusted, BATCH[0])
        summary = f"Batch may not assume the service role {role.name}"
        return failed(summary, evidence, known=values(BATCH[0], role, arn))

    return any_environment(managed, judge)


@check(
    "iam-service-role-permissions",
    layer=Layer.IAM,
    applies_to=(*INSTANCES, *FARGATE),
    explains=(*SYMPTOMS, "cap-asg-activity", "ce-desired-not-scaling"),
    prior=0.05,
    remedy=commands(
        "aws iam attach-role-policy --role-name {role} "
        f"--policy-arn {_MANAGED}/AWSBatchServiceRole"
    ),
    docs=(pages.MISCONFIGURED, pages.MANAGED_POLICIES),
)
def service_role_permissions(managed: Environments, service_permissions: Permissions) -> Verdict:
    """A service role of the user's own lets Batch place jobs and launch instances.

    Any policy that allows it does; the linked role has what it needs. Without
    autoscaling:DescribeScalingActivities Batch cannot say either why a job is blocked.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        arn = environment.service_role
        if arn not in service_permissions:
            return skipped(f"{environment.name} uses the linked role, or a role that is not there")
        denied, untold = lacking(service_access(environment), service_permissions[arn])
        if denied:
            actions = ", ".join(one.action for one in denied)
            evidence = Evidence(short_name(arn), "SimulatePrincipalPolicy", "denied", actions)
            first = denied[0]
            summary = (
                f"the service role {short_name(arn)} of {environment.name} may not "
                f"{first.action} {first.purpose}"
            )
            return failed(summary, evidence, role=short_name(arn))
        doubt = next((one.action for one in untold if one.action != CONDITIONAL), "")
        if doubt:
            return unknown(f"IAM does not tell whether {short_name(arn)} may {doubt}")
        return passed(f"{short_name(arn)} may what Batch needs")

    return any_environment(managed, judge)


@check(
    "iam-spot-fleet-role",
    layer=Layer.IAM,
    applies_to=("SPOT",),
    explains=("ce-status-valid", "job-status-reason-code"),
    prior=0.02,
    remedy=made_or_trusting(f"{_MANAGED}/{TAGGING}"),
    docs=(pages.SPOT_ROLE,),
)
def spot_fleet_role(
    instance_environments: Environments, spot_fleet_roles: Mapping[str, Role | None]
) -> Verdict:
    """A Spot environment with BEST_FIT has a Spot Fleet role that works.

    An environment that names none cannot be given one later: another one has to take its place.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if not needs_fleet_role(environment):
            return skipped("it uses no Spot Fleet")
        arn = environment.spot_fleet_role
        role = spot_fleet_roles.get(arn)
        if role is not None and SPOT_FLEET in role.trusts:
            return passed(f"{role.name} trusts the Spot Fleet")
        value = ", ".join(role.trusts) if role is not None else arn or "absent"
        evidence = Evidence(environment.name, "spotIamFleetRole", value, f"trusts {SPOT_FLEET}")
        known = values(SPOT_FLEET, role, arn or f":role/{TAGGING}")
        summary = f"the Spot Fleet role of {environment.name} does not work"
        return failed(summary, evidence, known=known)

    return any_environment(instance_environments, judge)
