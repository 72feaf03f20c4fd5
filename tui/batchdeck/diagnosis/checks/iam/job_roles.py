"""The roles a job's containers start and run with."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import Layer, Severity, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.iam.trust import made_or_trusting, values
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.role import Role

TASKS = "ecs-tasks.amazonaws.com"
AT_START = ("RUNNABLE", "STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")
START = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
"""What the start of a container takes, but for secrets."""


@check(
    "iam-execution-role-trust",
    layer=Layer.IAM,
    statuses=AT_START,
    explains=SYMPTOMS,
    remedy=made_or_trusting(START),
    docs=(pages.EXECUTION_ROLE,),
)
def execution_role(execution_roles: Mapping[str, Role | None]) -> Verdict:
    """The execution role exists and may be assumed for tasks.

    With it the agent pulls the image and writes the log.
    """
    return _trusted(execution_roles, "executionRoleArn", "execution role")


@check(
    "iam-job-role-trust",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    statuses=AT_START,
    explains=SYMPTOMS,
    remedy=made_or_trusting(),
    docs=(pages.EXECUTION_ROLE,),
)
def job_role(job_roles: Mapping[str, Role | None]) -> Verdict:
    """The job role exists and may be assumed for tasks."""
    return _trusted(job_roles, "jobRoleArn", "job role")


def _trusted(roles: Mapping[str, Role | None], field: str, words: str) -> Verdict:
    for arn, role in roles.items():
        name = short_name(arn)
        if role is None:
            evidence = Evidence(arn, field, "absent", "a role that exists")
            known = values(TASKS, role, arn)
            return failed(f"the {words} {name} does not exist", evidence, known=known)
        if TASKS not in role.trusts:
            trusted = ", ".join(role.trusts) or "no service"
            evidence = Evidence(name, "AssumeRolePolicyDocument", trusted, TASKS)
            known = values(TASKS, role, arn)
            return failed(f"ECS tasks may not assume the {words} {name}", evidence, known=known)
    return passed()
