"""What the roles may do that start a job's containers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import FARGATE, INSTANCES, Apply, Layer, Remedy, Severity, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.batch import ran
from batchdeck.diagnosis.facts.identities import Permissions, agent_access
from batchdeck.diagnosis.job_access import (
    Access,
    Place,
    host_access,
    lacking,
    place_of,
    secret_access,
)
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.job import Container, JobDetail
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import InstanceProfile, Permission

Environments = tuple[ComputeEnvironment, ...]
Profiles = Mapping[str, InstanceProfile | None]
AT_START = ("RUNNABLE", "STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")
_MANAGED = "arn:aws:iam::aws:policy/service-role"
_NO_PLACE = "the job's ARN does not tell where it is"


@check(
    "iam-execution-role-permissions",
    layer=Layer.IAM,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=SYMPTOMS,
    prior=0.03,
    remedy=Remedy(
        (
            (
                "aws iam attach-role-policy --role-name {role} --policy-arn "
                f"{_MANAGED}/AmazonECSTaskExecutionRolePolicy"
            ),
            (
                "aws iam put-role-policy --role-name {role} --policy-name batch-secrets "
                "--policy-document file://secrets.json"
            ),
        )
    ),
    docs=(pages.EXECUTION_ROLE,),
)
def execution_role_permissions(
    unstarted: JobDetail, kinds: frozenset[str], execution_permissions: Permissions
) -> Verdict:
    """The execution role may do what the start takes: pull the image, write the log, read secrets.

    On instances, where the instance role can do the first two, only secrets need it.
    """
    if not any(one.execution_role for one in unstarted.containers):
        return skipped("the job has no execution role")
    place = place_of(unstarted)
    if place is None:
        return unknown(_NO_PLACE)
    on_fargate = not kinds.isdisjoint(FARGATE)
    needed: dict[str, tuple[Access, ...]] = {}
    for one in unstarted.containers:
        wanted = secret_access(one, place) + (host_access(one, place) if on_fargate else ())
        if one.execution_role and wanted:
            needed[one.execution_role] = needed.get(one.execution_role, ()) + wanted
    if not needed:
        return skipped("nothing that the job starts with takes an execution role")
    doubt = ""
    for arn, wanted in needed.items():
        if arn not in execution_permissions:
            return skipped(f"the role {short_name(arn)} does not exist")
        denied, untold = lacking(wanted, execution_permissions[arn])
        if denied:
            return _lacks(arn, "the execution role", denied)
        doubt = doubt or _doubt(arn, untold)
    return unknown(doubt) if doubt else passed("the execution role may all that the start takes")


@check(
    "iam-instance-role-image-logs",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    statuses=AT_START,
    explains=SYMPTOMS,
    remedy=Remedy(
        (
            (
                "aws iam attach-role-policy --role-name {role} --policy-arn "
                f"{_MANAGED}/AmazonEC2ContainerServiceforEC2Role"
            ),
        )
    ),
    docs=(pages.PULL, pages.INSTANCE_ROLE),
)
def instance_role_starts_containers(
    unstarted: JobDetail,
    instance_environments: Environments,
    instance_profiles: Profiles,
    instance_permissions: Permissions,
    execution_permissions: Permissions,
) -> Verdict:
    """The instance role may pull the image from ECR and write to the log.

    Where the job has an execution role too, it is enough that one of them may.
    """
    place = place_of(unstarted)
    if place is None:
        return unknown(_NO_PLACE)

    def judge(environment: ComputeEnvironment) -> Verdict:
        profile = instance_profiles.get(environment.instance_role)
        if profile is None or not profile.roles:
            return skipped("there is no role")
        arn = profile.roles[0].arn
        if arn not in instance_permissions:
            return skipped(f"the role {short_name(arn)} does not exist")
        told = instance_permissions[arn]
        doubt = ""
        for container in unstarted.containers:
            both = (*told, *execution_permissions.get(container.execution_role, ()))
            denied, untold = lacking(host_access(container, place), both)
            if denied:
                return _lacks(arn, f"the instance role of {environment.name}", denied)
            doubt = doubt or _doubt(arn, untold)
        return unknown(doubt) if doubt else passed(f"{short_name(arn)} may pull and log")

    return any_environment(instance_environments, judge)


@check(
    "iam-boundary-scp",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(
        "iam-instance-role-permissions",
        "iam-execution-role-permissions",
        "iam-instance-role-image-logs",
        "inst-registered-in-ecs",
        "job-start-failure-class",
    ),
    remedy=Remedy(
        ("aws iam delete-role-permissions-boundary --role-name {role}",),
        Apply.NEVER,
    ),
    docs=(pages.BOUNDARIES,),
)
def no_boundary(
    candidates: Environments,
    described: JobDetail | None,
    execution_permissions: Permissions,
    instance_permissions: Permissions = MappingProxyType({}),
) -> Verdict:
    """No permissions boundary and no policy of the organization takes away what a role needs.

    Attaching another policy to the role would not help. That nothing is found is no proof: the
    simulation leaves out some of an organization's conditions.
    """
    if described is not None and ran(described):
        return skipped("a container of the job ran: its roles could do what they had to")
    place = place_of(described) if described is not None else None
    containers = described.containers if described is not None and place is not None else ()
    wanted: dict[str, list[Access]] = {}
    for arn in instance_permissions:
        wanted[arn] = [*agent_access(candidates), *_of_hosts(containers, place)]
    for arn in execution_permissions:
        own = tuple(one for one in containers if one.execution_role == arn)
        wanted.setdefault(arn, []).extend((*_of_hosts(own, place), *_of_secrets(own, place)))
    told = {**instance_permissions, **execution_permissions}
    for arn, needed in wanted.items():
        for access in lacking(needed, told[arn])[0]:
            words, field = _cap(access, told[arn])
            if words:
                name = short_name(arn)
                evidence = Evidence(name, field, f"false for {access.action}", "true")
                summary = f"the {words} does not let {name} do {access.action}"
                return failed(summary, evidence, role=name)
    return passed("neither a boundary nor the organization stands in the way")


def _of_hosts(containers: tuple[Container, ...], place: Place | None) -> tuple[Access, ...]:
    found = (host_access(one, place) for one in containers if place is not None)
    return tuple(chain.from_iterable(found))


def _of_secrets(containers: tuple[Container, ...], place: Place | None) -> tuple[Access, ...]:
    found = (secret_access(one, place) for one in containers if place is not None)
    return tuple(chain.from_iterable(found))


def _cap(access: Access, told: tuple[Permission, ...]) -> tuple[str, str]:
    """What above the role denies an action, and the field that says so; empty: nothing."""
    answers = [
        one for one in told if one.action == access.action and one.resource in access.resources
    ]
    if all(one.bounded for one in answers):
        field = "PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary"
        return "permissions boundary", field
    if all(one.forbidden for one in answers):
        return "organization", "OrganizationsDecisionDetail.AllowedByOrganizations"
    return "", ""


def _lacks(arn: str, words: str, denied: tuple[Access, ...]) -> Verdict:
    first, name = denied[0], short_name(arn)
    actions = ", ".join(dict.fromkeys(one.action for one in denied))
    resource = first.resources[0]
    evidence = Evidence(name, f"SimulatePrincipalPolicy {resource}", "denied", actions)
    return failed(f"{words}, {name}, may not {first.action} ({first.purpose})", evidence, role=name)


def _doubt(arn: str, untold: tuple[Access, ...]) -> str:
    """Why nothing can be said for sure; empty when all is told."""
    return f"IAM does not tell whether {short_name(arn)} may {untold[0].action}" if untold else ""
