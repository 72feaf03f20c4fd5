from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.local.placement.identities import Identities, allows
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, ECS_POLICY, REGION, Cloud

POLL = "ecs:Poll"


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
    ],
)
def test_policies_are_read_as_iam_reads_them(
    cloud: Cloud, identities: Identities, statements: list[dict[str, Any]], allowed: bool
) -> None:
    assert allows(role(cloud, identities, *statements), POLL) is allowed


def test_managed_policies_count_in_their_default_version(
    cloud: Cloud, identities: Identities
) -> None:
    one = role(cloud, identities)
    assert not allows(one, POLL)
    cloud.iam.attach_role_policy(RoleName=one.name, PolicyArn=ECS_POLICY)
    assert allows(one, POLL)
    cloud.iam.detach_role_policy(RoleName=one.name, PolicyArn=ECS_POLICY)
    document = {"Version": "2012-10-17", "Statement": statement("Allow", Action=POLL)}
    policy = cloud.iam.create_policy(
        PolicyName=cloud.name("policy"), PolicyDocument=json.dumps(document)
    )["Policy"]["Arn"]
    cloud.iam.attach_role_policy(RoleName=one.name, PolicyArn=policy)
    assert allows(one, POLL)
    document["Statement"] = statement("Allow", Action="s3:*")
    cloud.iam.create_policy_version(
        PolicyArn=policy, PolicyDocument=json.dumps(document), SetAsDefault=True
    )
    assert not allows(one, POLL)


def test_a_role_trusts_the_services_it_names(cloud: Cloud, identities: Identities) -> None:
    name = cloud.role("batch.amazonaws.com")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    assert identities.trusts(arn, "batch.amazonaws.com")
    assert not identities.trusts(arn, "ec2.amazonaws.com")
    assert not identities.trusts(arn + "-gone", "batch.amazonaws.com")


def test_a_linked_role_is_made_once(cloud: Cloud, identities: Identities) -> None:
    arn = identities.ensure_service_linked_role("batch.amazonaws.com")
    assert identities.ensure_service_linked_role("batch.amazonaws.com") == arn
    assert identities.trusts(arn, "batch.amazonaws.com")
    roles = cloud.iam.list_roles(PathPrefix="/aws-service-role/batch.amazonaws.com/")["Roles"]
    assert [one["Arn"] for one in roles] == [arn]
