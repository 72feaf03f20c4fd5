from __future__ import annotations

from batchdeck.diagnosis.checks.iam.trust import made_or_trusting, values
from batchdeck.domain.role import Role

POLICY = "arn:aws:iam::aws:policy/P"


def operations(role: Role | None, arn: str = "arn:aws:iam::1:role/team/batch/r") -> list[str]:
    """What is done about a role."""
    lines = made_or_trusting(POLICY).filled(values("ec2.amazonaws.com", role, arn))
    return [line.removeprefix("aws iam ") for line in lines]


def test_a_role_that_is_gone_is_made_where_it_was() -> None:
    made, attached = operations(None)
    assert made.startswith("create-role --role-name r --path /team/batch/ ")
    assert attached == f"attach-role-policy --role-name r --policy-arn {POLICY}"
    assert " --path / " in operations(None, "arn:aws:iam::1:role/r")[0]
    assert len(made_or_trusting().filled(values("x", None, "arn:aws:iam::1:role/r"))) == 1


def test_a_role_that_is_there_is_made_to_trust() -> None:
    (line,) = operations(Role("r", "arn", (), '{"Statement": []}'))
    assert line.startswith("update-assume-role-policy --role-name r --policy-document ")
    assert "ec2.amazonaws.com" in line
