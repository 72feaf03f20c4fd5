"""SimulatePrincipalPolicy over the wire."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import ECS_POLICY, Cloud

POLL = "ecs:Poll"


def decisions(cloud: Cloud, arn: str, *actions: str, **members: Any) -> dict[str, str]:
    answer = cloud.iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=list(actions), **members
    )
    return {one["EvalActionName"]: one["EvalDecision"] for one in answer["EvaluationResults"]}


def role_arn(cloud: Cloud, name: str) -> str:
    return str(cloud.iam.get_role(RoleName=name)["Role"]["Arn"])


def document(effect: str, action: str, resource: str = "*", **members: Any) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": resource, **members}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_role_with_a_managed_policy(cloud: Cloud) -> None:
    arn = role_arn(cloud, cloud.role("ec2.amazonaws.com", ECS_POLICY))
    assert decisions(cloud, arn, POLL, "batch:SubmitJob") == {
        POLL: "allowed",
        "batch:SubmitJob": "implicitDeny",
    }


def test_an_inline_deny_and_who_said_so(cloud: Cloud) -> None:
    name = cloud.role("ec2.amazonaws.com", ECS_POLICY)
    cloud.iam.put_role_policy(
        RoleName=name, PolicyName="no-polling", PolicyDocument=document("Deny", POLL)
    )
    (result,) = cloud.iam.simulate_principal_policy(
        PolicySourceArn=role_arn(cloud, name), ActionNames=[POLL]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "explicitDeny"
    assert result["MatchedStatements"][0]["SourcePolicyId"] == "no-polling"


def test_every_action_on_every_resource(cloud: Cloud) -> None:
    name = cloud.role("ec2.amazonaws.com")
    mine = "arn:aws:s3:::mine/*"
    cloud.iam.put_role_policy(
        RoleName=name, PolicyName="s3", PolicyDocument=document("Allow", "s3:Get*", mine)
    )
    answer = cloud.iam.simulate_principal_policy(
        PolicySourceArn=role_arn(cloud, name),
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=["arn:aws:s3:::mine/a", "arn:aws:s3:::yours/a"],
    )
    found = [one["EvalDecision"] for one in answer["EvaluationResults"]]
    assert found == ["allowed", "implicitDeny", "implicitDeny", "implicitDeny"]


def test_conditions_are_asked_about(cloud: Cloud) -> None:
    name = cloud.role("ec2.amazonaws.com")
    condition = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    conditional = document("Allow", "batch:*", Condition=condition)
    cloud.iam.put_role_policy(RoleName=name, PolicyName="here", PolicyDocument=conditional)
    arn = role_arn(cloud, name)
    (result,) = cloud.iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=["batch:SubmitJob"]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["MissingContextValues"] == ["aws:RequestedRegion"]
    entry = {
        "ContextKeyName": "aws:requestedregion",
        "ContextKeyValues": ["eu-west-1"],
        "ContextKeyType": "string",
    }
    found = decisions(cloud, arn, "batch:SubmitJob", ContextEntries=[entry])
    assert found == {"batch:SubmitJob": "allowed"}


def test_a_user_has_the_policies_of_its_groups(cloud: Cloud) -> None:
    user, group = cloud.name("user"), cloud.name("group")
    arn = cloud.iam.create_user(UserName=user)["User"]["Arn"]
    cloud.iam.create_group(GroupName=group)
    cloud.iam.put_group_policy(
        GroupName=group, PolicyName="p", PolicyDocument=document("Allow", "batch:List*")
    )
    assert decisions(cloud, arn, "batch:ListJobs") == {"batch:ListJobs": "implicitDeny"}
    cloud.iam.add_user_to_group(GroupName=group, UserName=user)
    assert decisions(cloud, arn, "batch:ListJobs") == {"batch:ListJobs": "allowed"}


def test_a_boundary_takes_away(cloud: Cloud) -> None:
    name = cloud.role("ec2.amazonaws.com", ECS_POLICY)
    boundary = cloud.iam.create_policy(
        PolicyName=cloud.name("boundary"), PolicyDocument=document("Allow", "s3:*")
    )["Policy"]["Arn"]
    cloud.iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    (result,) = cloud.iam.simulate_principal_policy(
        PolicySourceArn=role_arn(cloud, name), ActionNames=[POLL]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}


def test_policies_can_be_given_along(cloud: Cloud) -> None:
    arn = role_arn(cloud, cloud.role("ec2.amazonaws.com"))
    given = [document("Allow", "batch:*")]
    found = decisions(cloud, arn, "batch:ListJobs", PolicyInputList=given)
    assert found == {"batch:ListJobs": "allowed"}


@pytest.mark.parametrize(
    ("arn", "members", "code"),
    [
        ("arn:aws:iam::123456789012:role/nobody", {}, "NoSuchEntity"),
        ("arn:aws:sts::123456789012:assumed-role/some/session", {}, "InvalidInput"),
        ("arn:aws:iam::123456789012:user/nobody", {"PolicyInputList": ["{"]}, "NoSuchEntity"),
    ],
)
def test_what_cannot_be_simulated(cloud: Cloud, arn: str, members: Any, code: str) -> None:
    with pytest.raises(ClientError) as refused:
        decisions(cloud, arn, POLL, **members)
    assert refused.value.response["Error"]["Code"] == code


@pytest.mark.parametrize("document", ["{", "[]", '{"Statement": "Allow"}'])
def test_a_policy_that_is_none(cloud: Cloud, document: str) -> None:
    arn = role_arn(cloud, cloud.role("ec2.amazonaws.com"))
    with pytest.raises(ClientError, match=r"PolicyInputList\.1 is not a policy document"):
        decisions(cloud, arn, POLL, PolicyInputList=[document])


def test_another_boundary_can_be_tried(cloud: Cloud) -> None:
    arn = role_arn(cloud, cloud.role("ec2.amazonaws.com", ECS_POLICY))
    bound = [document("Allow", "s3:*")]
    found = decisions(cloud, arn, POLL, PermissionsBoundaryPolicyInputList=bound)
    assert found == {POLL: "implicitDeny"}


def test_results_come_in_pages(cloud: Cloud) -> None:
    arn = role_arn(cloud, cloud.role("ec2.amazonaws.com"))
    actions = [f"ecs:Action{number}" for number in range(5)]
    pages = cloud.iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=arn, ActionNames=actions, PaginationConfig={"PageSize": 2}
    )
    found = [[one["EvalActionName"] for one in page["EvaluationResults"]] for page in pages]
    assert found == [actions[:2], actions[2:4], actions[4:]]
