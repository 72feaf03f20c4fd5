from __future__ import annotations

import pytest

from batchdeck.aws.errors import DeniedError, NotFoundError
from batchdeck.aws.iam import IamGateway, role
from tests.aws.scripted_caller import ScriptedCaller

STATEMENT = {"Effect": "Allow", "Principal": {"Service": ["a.amazonaws.com", "b.amazonaws.com"]}}
ROLE = {"RoleName": "r", "Arn": "arn:r", "AssumeRolePolicyDocument": {"Statement": STATEMENT}}


async def test_a_role_by_the_name_in_its_arn() -> None:
    script = ScriptedCaller({"Role": ROLE}, NotFoundError("no"), DeniedError("no"))
    iam = IamGateway(script.caller)
    found = await iam.role("arn:aws:iam::1:role/path/r")
    assert found is not None
    assert found.trusts == ("a.amazonaws.com", "b.amazonaws.com")
    assert script.asked[0][2] == {"RoleName": "r"}
    assert await iam.role("x") is None
    with pytest.raises(DeniedError):
        await iam.role("x")


async def test_an_instance_profile() -> None:
    answer = {"InstanceProfile": {"InstanceProfileName": "p", "Arn": "arn:p", "Roles": [ROLE]}}
    script = ScriptedCaller(answer, NotFoundError("no"))
    iam = IamGateway(script.caller)
    found = await iam.instance_profile("arn:aws:iam::1:instance-profile/p")
    assert found is not None
    assert [one.name for one in found.roles] == ["r"]
    assert await iam.instance_profile("x") is None


async def test_permissions() -> None:
    results = [{"EvalActionName": "ecs:Poll", "EvalDecision": "implicitDeny"}]
    script = ScriptedCaller({"EvaluationResults": results, "IsTruncated": False})
    (found,) = await IamGateway(script.caller).permissions("arn:r", ["ecs:Poll"])
    assert (found.action, found.allowed) == ("ecs:Poll", False)
    assert script.asked[0][2] == {"PolicySourceArn": "arn:r", "ActionNames": ["ecs:Poll"]}


async def test_permissions_for_each_resource() -> None:
    boundary = {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False}}
    result = {
        "EvalActionName": "logs:PutLogEvents",
        "EvalDecision": "implicitDeny",
        "OrganizationsDecisionDetail": {"AllowedByOrganizations": False},
        "ResourceSpecificResults": [
            {"EvalResourceName": "arn:a", "EvalResourceDecision": "allowed"},
            {
                "EvalResourceName": "arn:b",
                "EvalResourceDecision": "implicitDeny",
                "MissingContextValues": ["aws:sourcevpc"],
                **boundary,
            },
        ],
    }
    old = {"EvalActionName": "s", "EvalDecision": "allowed", "EvalResourceName": "arn:a"}
    script = ScriptedCaller({"EvaluationResults": [result, old]})
    iam = IamGateway(script.caller)
    found = await iam.permissions("arn:r", ["logs:PutLogEvents"], ["arn:a", "arn:b"])
    assert [one.resource for one in found] == ["arn:a", "arn:b", "arn:a"]
    assert [one.allowed for one in found] == [True, False, True]
    assert (found[1].bounded, found[1].forbidden, found[1].conditional) == (True, True, True)
    assert not found[0].bounded
    assert script.asked[0][2]["ResourceArns"] == ["arn:a", "arn:b"]


def test_policies_of_odd_shapes() -> None:
    odd: tuple[dict[str, object], ...] = (
        {},
        {"Statement": None},
        {"Statement": ["x"]},
        {"Statement": [{}]},
    )
    for document in odd:
        assert role({"AssumeRolePolicyDocument": document}).trusts == ()
    denying = {"Statement": [{**STATEMENT, "Effect": "Deny"}]}
    assert role({"AssumeRolePolicyDocument": denying}).trusts == ()
