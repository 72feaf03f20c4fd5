from __future__ import annotations

from batchdeck.diagnosis.checks.iam.permissions import (
    execution_role_permissions,
    instance_role_starts_containers,
)
from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.job_access import Access, host_access, place_of, secret_access
from batchdeck.domain.role import InstanceProfile, Permission, Role
from tests.diagnosis.things import IMAGE, JOB_ARN, container, environment, job, status_of

ROLE, EXECUTION = "arn:aws:iam::123456789012:role/ecs", "arn:aws:iam::123456789012:role/tasks"
HERE = (environment(),)
PROFILES: dict[str, InstanceProfile | None] = {
    HERE[0].instance_role: InstanceProfile("ecs", "arn", (Role("ecs", ROLE),))
}
ON_FARGATE, ON_EC2 = frozenset({"FARGATE"}), frozenset({"EC2"})
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
PULLS = container(image=IMAGE, log_group="/aws/batch/job")
MINE = job(arn_prefix=JOB_ARN, containers=(PULLS,))
READS = container(
    image=IMAGE, execution_role=EXECUTION, secrets=(SECRET,), log_group="/aws/batch/job"
)
SECRETIVE = job(arn_prefix=JOB_ARN, containers=(READS,))
PLACE = place_of(MINE)
assert PLACE is not None
HOST, SECRETS = host_access(PULLS, PLACE), secret_access(READS, PLACE)


def allowed(*accesses: Access, but: str = "", **more: bool) -> tuple[Permission, ...]:
    """Every action allowed on the first of its resources only, one not at all."""
    return tuple(
        Permission(
            one.action,
            "allowed" if one.action != but and not number else "implicitDeny",
            resource,
            **(more if one.action == but else {}),
        )
        for one in accesses
        for number, resource in enumerate(one.resources)
    )


def test_an_execution_role_on_fargate() -> None:
    whole = {EXECUTION: allowed(*HOST, *SECRETS)}
    assert status_of(execution_role_permissions(SECRETIVE, ON_FARGATE, whole)) == "PASS"
    less = {EXECUTION: allowed(*HOST, *SECRETS, but="ecr:BatchGetImage")}
    verdict = execution_role_permissions(SECRETIVE, ON_FARGATE, less)
    attached = {"role_for_start": "tasks", "role": None, "policy": None}
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", attached)
    assert "ecr:BatchGetImage (the image" in verdict.summary
    on_ec2 = execution_role_permissions(SECRETIVE, ON_EC2, less)
    assert (status_of(on_ec2), dict(on_ec2.values)) == ("WARN", attached)
    assert "the instance role stands in" in on_ec2.summary
    assert status_of(execution_role_permissions(SECRETIVE, ON_EC2, whole)) == "PASS"


def test_an_execution_role_has_to_read_secrets_everywhere() -> None:
    blind = {EXECUTION: allowed(*HOST, *SECRETS, but="secretsmanager:GetSecretValue")}
    for kinds in (ON_FARGATE, ON_EC2):
        verdict = execution_role_permissions(SECRETIVE, kinds, blind)
        values = dict(verdict.values)
        assert (values["role_for_start"], values["role"]) == (None, "tasks")
        assert isinstance(values["policy"], Document)
        (granted,) = values["policy"].content["Statement"]
        assert (granted["Action"], granted["Resource"]) == (
            ["secretsmanager:GetSecretValue"],
            SECRET,
        )
        assert (status_of(verdict), verdict.evidence[0].expected) == (
            "FAIL",
            "secretsmanager:GetSecretValue",
        )


def test_execution_roles_of_which_nothing_is_known() -> None:
    perhaps = {
        EXECUTION: allowed(*HOST, *SECRETS, but="secretsmanager:GetSecretValue", conditional=True)
    }
    assert status_of(execution_role_permissions(SECRETIVE, ON_EC2, perhaps)) == "UNKNOWN"
    assert status_of(execution_role_permissions(SECRETIVE, ON_EC2, {EXECUTION: ()})) == "UNKNOWN"
    assert status_of(execution_role_permissions(SECRETIVE, ON_EC2, {})) == "SKIP"
    assert status_of(execution_role_permissions(MINE, ON_FARGATE, {})) == "SKIP"
    assert status_of(execution_role_permissions(job(), ON_FARGATE, {})) == "SKIP"
    nowhere = job(containers=(READS,))
    assert status_of(execution_role_permissions(nowhere, ON_FARGATE, {})) == "UNKNOWN"


def test_an_instance_role_pulls_and_logs() -> None:
    whole = {ROLE: allowed(*HOST)}
    check = instance_role_starts_containers
    assert status_of(check(MINE, HERE, PROFILES, whole, {})) == "PASS"
    less = {ROLE: allowed(*HOST, but="logs:PutLogEvents")}
    verdict = check(MINE, HERE, PROFILES, less, {})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"role": "ecs"})
    assert "logs:PutLogEvents (the log group /aws/batch/job)" in verdict.summary
    helped = {EXECUTION: allowed(*HOST)}
    assert status_of(check(SECRETIVE, HERE, PROFILES, less, helped)) == "PASS"
    useless = {EXECUTION: allowed(*HOST, but="logs:PutLogEvents")}
    assert status_of(check(SECRETIVE, HERE, PROFILES, whole, useless)) == "PASS"
    other = environment("b", instance_role="other")
    profiles = {**PROFILES, "other": InstanceProfile("o", "arn", (Role("o", "arn:role/o"),))}
    both = {**less, "arn:role/o": allowed(*HOST)}
    assert status_of(check(MINE, (*HERE, other), profiles, both, {})) == "WARN"


def test_instance_roles_of_which_nothing_is_known() -> None:
    check = instance_role_starts_containers
    assert status_of(check(MINE, HERE, PROFILES, {ROLE: ()}, {})) == "UNKNOWN"
    assert status_of(check(MINE, HERE, PROFILES, {}, {})) == "SKIP"
    assert status_of(check(MINE, HERE, {HERE[0].instance_role: None}, {}, {})) == "SKIP"
    assert status_of(check(job(), HERE, PROFILES, {ROLE: ()}, {})) == "UNKNOWN"
