"""What the roles may do that start a job's containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.facts.identities import Permissions
from batchdeck.diagnosis.job_access import (
    Access,
    Place,
    host_access,
    lacking,
    place_of,
    secret_access,
)
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.policies import allowing
from batchdeck.diagnosis.verdict import (
    Evidence,
    Status,
    Verdict,
    failed,
    passed,
    skipped,
    unknown,
)
from batchdeck.domain.job import Container, JobDetail
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import InstanceProfile

Environments = tuple[ComputeEnvironment, ...]
Profiles = Mapping[str, InstanceProfile | None]
AT_ARRIVAL = ("STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")
_MANAGED = "arn:aws:iam::aws:policy/service-role"
_IN_MANAGED = frozenset(
    {
        *("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken"),
        *("ecr:GetDownloadUrlForLayer", "logs:CreateLogStream", "logs:PutLogEvents"),
    }
)
"""What AmazonECSTaskExecutionRolePolicy allows."""
_NO_PLACE = "the job's ARN does not tell where it is"


@check(
    "iam-execution-role-permissions",
    layer=Layer.IAM,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    prior=0.03,
    remedy=commands(
        (
            "aws iam attach-role-policy --role-name {role_for_start} --policy-arn "
            f"{_MANAGED}/AmazonECSTaskExecutionRolePolicy"
        ),
        (
            "aws iam put-role-policy --role-name {role} --policy-name batch-start "
            "--policy-document {policy}"
        ),
    ),
    docs=(pages.EXECUTION_ROLE,),
)
def execution_role_permissions(
    unstarted: JobDetail, kinds: frozenset[str], execution_permissions: Permissions
) -> Verdict:
    """The execution role may do what the start takes: pull the image, write the log, read secrets.

    On instances, whose own role may pull and write instead, only secrets take it for certain.
    """
    if not any(one.execution_role for one in unstarted.containers):
        return skipped("the job has no execution role")
    place = place_of(unstarted)
    if place is None:
        return unknown(_NO_PLACE)
    on_fargate = not kinds.isdisjoint(FARGATE)
    verdicts = [
        _of_execution(one, place, execution_permissions, on_fargate=on_fargate)
        for one in unstarted.containers
        if one.execution_role
    ]
    worst = (Status.FAIL, Status.UNKNOWN, Status.WARN, Status.SKIP, Status.PASS)
    return min(verdicts, key=lambda verdict: worst.index(verdict.status))


def _of_execution(
    container: Container, place: Place, told: Permissions, *, on_fargate: bool
) -> Verdict:
    """Whether the execution role of one container may do what its start takes."""
    arn = container.execution_role
    for_host = host_access(container, place)
    needed = secret_access(container, place) + (for_host if on_fargate else ())
    if not (needed or for_host):
        return skipped("nothing that the job starts with takes an execution role")
    if arn not in told:
        return skipped(f"the role {short_name(arn)} does not exist")
    denied, untold = lacking(needed, told[arn])
    if denied:
        return _lacks(arn, "the execution role", denied, _granting(arn, denied))
    if untold:
        return unknown(_doubt(arn, untold))
    perhaps = lacking(for_host, told[arn])[0]
    if perhaps:
        verdict = _lacks(arn, "the execution role", perhaps, _granting(arn, perhaps))
        words = "; the instance role stands in only with some agents"
        return replace(verdict, status=Status.WARN, summary=verdict.summary + words)
    return passed("the execution role may all that the start takes")


@check(
    "iam-instance-role-image-logs",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=commands(
        "aws iam attach-role-policy --role-name {role} --policy-arn "
        f"{_MANAGED}/AmazonEC2ContainerServiceforEC2Role"
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
                words = f"the instance role of {environment.name}"
                return _lacks(arn, words, denied, {"role": short_name(arn)})
            doubt = doubt or _doubt(arn, untold)
        return unknown(doubt) if doubt else passed(f"{short_name(arn)} may pull and log")

    return any_environment(instance_environments, judge)


def _granting(arn: str, denied: tuple[Access, ...]) -> dict[str, Value]:
    """What AWS's own policy gives is attached, the rest is put into one for this role."""
    name = short_name(arn)
    others = [one for one in denied if one.action not in _IN_MANAGED]
    return {
        "role_for_start": name if len(others) < len(denied) else None,
        "role": name if others else None,
        "policy": allowing(others) if others else None,
    }


def _lacks(arn: str, words: str, denied: tuple[Access, ...], known: Mapping[str, Value]) -> Verdict:
    first, name = denied[0], short_name(arn)
    actions = ", ".join(dict.fromkeys(one.action for one in denied))
    resource = first.resources[0]
    evidence = Evidence(name, f"SimulatePrincipalPolicy {resource}", "denied", actions)
    summary = f"{words}, {name}, may not {first.action} ({first.purpose})"
    return failed(summary, evidence, known=known)


def _doubt(arn: str, untold: tuple[Access, ...]) -> str:
    """Why nothing can be said for sure; empty when all is told."""
    return f"IAM does not tell whether {short_name(arn)} may {untold[0].action}" if untold else ""
