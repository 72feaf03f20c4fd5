from __future__ import annotations

from batchdeck.diagnosis.batch_access import service_access
from batchdeck.diagnosis.checks.iam.boundaries import no_boundary
from batchdeck.diagnosis.facts.identities import agent_access
from batchdeck.diagnosis.job_access import Access, host_access, place_of, secret_access
from batchdeck.domain.role import Permission
from tests.diagnosis.things import IMAGE, JOB_ARN, container, environment, job, status_of

ROLE, EXECUTION = "arn:aws:iam::123456789012:role/ecs", "arn:aws:iam::123456789012:role/tasks"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
HERE = (environment(),)
READS = container(image=IMAGE, execution_role=EXECUTION, secrets=(SECRET,))
MINE = job(arn_prefix=JOB_ARN, containers=(READS,))
PLACE = place_of(MINE)
assert PLACE is not None
AGENTS, HOST, SECRETS = agent_access(HERE), host_access(READS, PLACE), secret_access(READS, PLACE)


def allowed(*accesses: Access, but: str = "", **more: bool) -> tuple[Permission, ...]:
    """Everything but one action, which is denied on every resource."""
    return tuple(
        Permission(one.action, "implicitDeny", resource, **more)
        if one.action == but
        else Permission(one.action, "allowed", resource)
        for one in accesses
        for resource in one.resources
    )


def test_a_denial_of_the_roles_own_is_none_of_these() -> None:
    whole = {ROLE: allowed(*AGENTS, *HOST)}
    assert status_of(no_boundary(HERE, MINE, {}, {}, whole)) == "PASS"
    plainly = {ROLE: allowed(*AGENTS, *HOST, but="ecs:Poll")}
    assert status_of(no_boundary(HERE, MINE, {}, {}, plainly)) == "PASS"


def test_a_permissions_boundary() -> None:
    bounded = {ROLE: allowed(*AGENTS, but="ecs:Poll", bounded=True)}
    verdict = no_boundary(HERE, None, {}, {}, bounded)
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"role": "ecs"})
    assert "permissions boundary does not let ecs do ecs:Poll" in verdict.summary
    ended = job("FAILED", exit_code=1, arn_prefix=JOB_ARN)
    assert status_of(no_boundary(HERE, ended, {}, {}, bounded)) == "SKIP"


def test_a_policy_of_the_organization() -> None:
    denied = "secretsmanager:GetSecretValue"
    secrets = {EXECUTION: allowed(*HOST, *SECRETS, but=denied, forbidden=True)}
    verdict = no_boundary(HERE, MINE, {}, secrets)
    assert (status_of(verdict), verdict.evidence[0].resource) == ("FAIL", "tasks")
    assert "organization" in verdict.summary


def test_a_service_role_is_bounded_too() -> None:
    needed = service_access(HERE[0])
    told = allowed(*needed, but="ecs:RegisterTaskDefinition", bounded=True)
    verdict = no_boundary(HERE, None, {HERE[0].service_role: told}, {})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"role": "batch"})
