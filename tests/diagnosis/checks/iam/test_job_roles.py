from __future__ import annotations

from collections.abc import Callable

import pytest

from batchdeck.diagnosis.checks.iam.job_roles import execution_role, job_role
from batchdeck.diagnosis.verdict import Verdict
from batchdeck.domain.role import Role
from tests.diagnosis.things import status_of


@pytest.mark.parametrize("check", [execution_role, job_role])
def test_roles_of_tasks(check: Callable[[dict[str, Role | None]], Verdict]) -> None:
    good = Role("r", "arn:role/r", ("ecs-tasks.amazonaws.com",))
    assert status_of(check({"arn:role/r": good})) == "PASS"
    assert status_of(check({"arn:role/r": None})) == "FAIL"
    wrong = check({"arn:role/r": Role("r", "arn:role/r", ("ec2.amazonaws.com",))})
    assert status_of(wrong) == "FAIL"
    assert wrong.evidence[0].value == "ec2.amazonaws.com"
