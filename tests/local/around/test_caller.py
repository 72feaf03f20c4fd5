"""Who the account says its callers are."""

from __future__ import annotations

import boto3

from batchdeck.local.around.caller import ROLE
from tests.local.cloud import ACCOUNT, Cloud, trust


def test_an_unknown_key_is_a_session_of_the_operators_role(cloud: Cloud) -> None:
    told = cloud.client("sts").get_caller_identity()
    assert told["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/batchdeck-operator/you"
    assert told["Account"] == ACCOUNT
    assert told["UserId"].startswith("AROA")
    assert told["UserId"].endswith(":you")


def test_its_id_is_the_roles_once_there_is_one(cloud: Cloud) -> None:
    made = cloud.iam.create_role(
        RoleName=ROLE, AssumeRolePolicyDocument=trust("ec2.amazonaws.com")
    )["Role"]
    told = cloud.client("sts").get_caller_identity()
    cloud.iam.delete_role(RoleName=ROLE)
    assert told["UserId"] == f"{made['RoleId']}:you"


def test_a_users_key_is_the_users(cloud: Cloud) -> None:
    name = cloud.name("user")
    user = cloud.iam.create_user(UserName=name)["User"]
    key = cloud.iam.create_access_key(UserName=name)["AccessKey"]
    sts = boto3.client(
        "sts",
        endpoint_url=cloud.endpoint,
        region_name=cloud.region,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    assert sts.get_caller_identity()["Arn"] == user["Arn"]


def test_a_session_of_a_role_is_that_session(cloud: Cloud) -> None:
    role = cloud.iam.get_role(RoleName=cloud.role("ec2.amazonaws.com"))["Role"]
    session = cloud.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="night")
    sts = boto3.client(
        "sts",
        endpoint_url=cloud.endpoint,
        region_name=cloud.region,
        aws_access_key_id=session["Credentials"]["AccessKeyId"],
        aws_secret_access_key=session["Credentials"]["SecretAccessKey"],
        aws_session_token=session["Credentials"]["SessionToken"],
    )
    told = sts.get_caller_identity()["Arn"]
    assert told == session["AssumedRoleUser"]["Arn"]
    assert told.endswith("/night")
