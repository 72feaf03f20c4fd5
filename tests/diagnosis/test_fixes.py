from __future__ import annotations

from batchdeck.aws.permissions import read_actions
from batchdeck.diagnosis.fixes import fix_actions


def test_what_can_be_applied_is_allowed_and_what_is_only_shown_is_not() -> None:
    found = fix_actions()
    assert {"ec2:CreateRoute", "iam:CreateRole", "batch:UpdateJobQueue"} <= set(found)
    assert "iam:DeleteRolePermissionsBoundary" not in found
    assert not set(found) & set(read_actions())
