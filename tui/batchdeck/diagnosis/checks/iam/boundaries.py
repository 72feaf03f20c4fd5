"""What is set above the roles, and takes away what their policies give."""

from __future__ import annotations

from types import MappingProxyType

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.batch_access import service_access
from batchdeck.diagnosis.check import FARGATE, INSTANCES, Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.batch import ran
from batchdeck.diagnosis.facts.identities import Permissions, agent_access
from batchdeck.diagnosis.job_access import Access, host_access, lacking, place_of, secret_access
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import Permission

Environments = tuple[ComputeEnvironment, ...]


@check(
    "iam-boundary-scp",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=("RUNNABLE", "STARTING", "FAILED"),
    explains=(
        "iam-service-role-permissions",
        "iam-instance-role-permissions",
        "iam-execution-role-permissions",
        "iam-instance-role-image-logs",
        "inst-registered-in-ecs",
        "job-start-failure-class",
    ),
    remedy=commands(
        "aws iam delete-role-permissions-boundary --role-name {role}", apply=Apply.NEVER
    ),
    docs=(pages.BOUNDARIES,),
)
def no_boundary(
    managed: Environments,
    described: JobDetail | None,
    service_permissions: Permissions,
    execution_permissions: Permissions,
    instance_permissions: Permissions = MappingProxyType({}),
) -> Verdict:
    """No permissions boundary and no policy of the organization takes away what a role needs.

    Attaching another policy to the role would not help. That nothing is found is no proof: the
    simulation leaves out some of an organization's conditions.
    """
    if described is not None and ran(described):
        return skipped("a container of the job ran: its roles could do what they had to")
    told = {**service_permissions, **instance_permissions, **execution_permissions}
    for arn, permissions in told.items():
        needed = _needed(arn, managed, described, is_hosts=arn in instance_permissions)
        for access in lacking(needed, permissions)[0]:
            words, field = _cap(access, permissions)
            if words:
                name = short_name(arn)
                evidence = Evidence(name, field, f"false for {access.action}", "true")
                summary = f"the {words} does not let {name} do {access.action}"
                return failed(summary, evidence, role=name)
    return passed("neither a boundary nor the organization stands in the way")


def _needed(
    arn: str, environments: Environments, job: JobDetail | None, *, is_hosts: bool
) -> list[Access]:
    """What is needed of a role: of the hosts' own, of a service role, of an execution role."""
    found = [
        access for one in environments if one.service_role == arn for access in service_access(one)
    ]
    if is_hosts:
        found += agent_access(environments)
    place = place_of(job) if job is not None else None
    for container in job.containers if job is not None else ():
        if place is not None and (is_hosts or container.execution_role == arn):
            found += host_access(container, place)
        if place is not None and container.execution_role == arn:
            found += secret_access(container, place)
    return found


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
