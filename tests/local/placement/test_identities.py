from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.local.placement.identities import Identities
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, ECS_POLICY, REGION, Cloud

POLL = "ecs:Poll"
MINE = "arn:aws:ecs:eu-west-1:123456789012:cluster/mine"
DENY = {"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}
INSECURE = {"Bool": {"aws:SecureTransport": "false"}}
BATCH = "batch.amazonaws.com"


@pytest.fixture
def identities(cloud: Cloud) -> Identities:
    assert cloud
    return Surroundings(ACCOUNT, REGION).identities


def role(cloud: Cloud, identities: Identities, *statements: dict[str, Any]) -> Any:
    """The role of a new profile, with these statements as its policy."""
    profile = cloud.name("profile")
    name = cloud.role("ec2.amazonaws.com")
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=name)
    if statements:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        cloud.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
    roles = identities.profile_roles(profile)
    assert roles is not None
    return roles[0]


def statement(effect: str, **members: Any) -> dict[str, Any]:
    return {"Effect": effect, "Resource": "*", **members}


def test_profiles_are_found_by_name_and_by_arn(cloud: Cloud, identities: Identities) -> None:
    name = cloud.instance_profile()
    arn = cloud.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]
    for reference in (name, arn):
        roles = identities.profile_roles(reference)
        assert roles is not None
        assert len(roles) == 1
    assert identities.profile_roles("gone") is None


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        ([], False),
        ([statement("Allow", Action="*")], True),
        ([statement("Allow", Action="ECS:poll")], True),
        ([statement("Allow", Action=["s3:*", "ecs:P*"])], True),
        ([statement("Allow", Action="s3:*")], False),
        ([statement("Allow", NotAction="s3:*")], True),
        ([statement("Allow", NotAction=["ecs:*"])], False),
        ([statement("Allow", Action="*"), statement("Deny", Action="ecs:*")], False),
        ([statement("Allow", Action="*"), {**DENY, "Resource": "arn:aws:ecs:x:1:cluster/c"}], True),
        ([statement("Allow", Action="*"), {**DENY, "Condition": INSECURE}], True),
        ([statement("Allow", Action="*", Condition={"Bool": {"unknown": "true"}})], True),
    ],
)
def test_policies_are_read_as_iam_reads_them(
    cloud: Cloud, identities: Identities, statements: list[dict[str, Any]], allowed: bool
) -> None:
    assert identities.allows(role(cloud, identities, *statements), POLL) is allowed


def test_managed_policies_count_in_their_default_version(
    cloud: Cloud, identities: Identities
) -> None:
    one = role(cloud, identities)
    assert not identities.allows(one, POLL)
    cloud.iam.attach_role_policy(RoleName=one.name, PolicyArn=ECS_POLICY)
    assert identities.allows(one, POLL)
    cloud.iam.detach_role_policy(RoleName=one.name, PolicyArn=ECS_POLICY)
    document = {"Version": "2012-10-17", "Statement": statement("Allow", Action=POLL)}
    policy = cloud.iam.create_policy(
        PolicyName=cloud.name("policy"), PolicyDocument=json.dumps(document)
    )["Policy"]["Arn"]
    cloud.iam.attach_role_policy(RoleName=one.name, PolicyArn=policy)
    assert identities.allows(one, POLL)
    document["Statement"] = statement("Allow", Action="s3:*")
    cloud.iam.create_policy_version(
        PolicyArn=policy, PolicyDocument=json.dumps(document), SetAsDefault=True
    )
    assert not identities.allows(one, POLL)


def test_a_role_trusts_the_services_it_names(cloud: Cloud, identities: Identities) -> None:
    name = cloud.role("batch.amazonaws.com")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    assert identities.trusts(arn, "batch.amazonaws.com")
    assert not identities.trusts(arn, "ec2.amazonaws.com")
    assert not identities.trusts(arn + "-gone", "batch.amazonaws.com")


def test_a_resource_is_looked_at_where_one_is_given(cloud: Cloud, identities: Identities) -> None:
    one = role(cloud, identities, {**statement("Allow", Action=POLL), "Resource": MINE})
    assert identities.allows(one, POLL)
    assert identities.allows(one, POLL, MINE)
    assert not identities.allows(one, POLL, MINE[:-1])


def test_a_boundary_must_allow_it_too(cloud: Cloud, identities: Identities) -> None:
    one = role(cloud, identities, statement("Allow", Action="*"))
    document = {"Version": "2012-10-17", "Statement": statement("Allow", Action="s3:*")}
    boundary = cloud.iam.create_policy(
        PolicyName=cloud.name("boundary"), PolicyDocument=json.dumps(document)
    )["Policy"]["Arn"]
    cloud.iam.put_role_permissions_boundary(RoleName=one.name, PermissionsBoundary=boundary)
    assert not identities.allows(one, POLL)
    assert identities.allows(one, "s3:GetObject")


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        ([{"Principal": "*"}], True),
        ([{"Principal": {"AWS": "*"}}], False),
        ([{"Principal": {"Service": ["ec2.amazonaws.com", BATCH]}}], True),
        ([{"Principal": {"Service": BATCH}, "Action": "sts:*"}], True),
        ([{"Principal": {"Service": BATCH}, "Action": "sts:TagSession"}], False),
        ([{"Principal": "*"}, {"Principal": {"Service": BATCH}, "Effect": "Deny"}], False),
        ([{"Principal": "*"}, {"Principal": "*", "Effect": "Deny", "Condition": INSECURE}], True),
        (["nonsense"], False),
    ],
)
def test_trust_policies_are_read_as_iam_reads_them(
    cloud: Cloud, identities: Identities, statements: list[Any], trusted: bool
) -> None:
    usual = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    document = [{**usual, **one} if isinstance(one, dict) else one for one in statements]
    name = cloud.name("role")
    cloud.iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": document}),
    )
    assert identities.trusts(name, BATCH) is trusted


def test_a_linked_role_is_made_once(cloud: Cloud, identities: Identities) -> None:
    arn = identities.ensure_service_linked_role("batch.amazonaws.com")
    assert identities.ensure_service_linked_role("batch.amazonaws.com") == arn
    assert identities.trusts(arn, "batch.amazonaws.com")
    roles = cloud.iam.list_roles(PathPrefix="/aws-service-role/batch.amazonaws.com/")["Roles"]
    assert [one["Arn"] for one in roles] == [arn]
