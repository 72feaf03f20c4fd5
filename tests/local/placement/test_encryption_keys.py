from __future__ import annotations

import json

from batchdeck.local.placement.encryption_keys import MANAGED
from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.placement.places import SURROUNDINGS

ROLE = f"arn:aws:iam::{ACCOUNT}:role/somebody"
WANTED = frozenset({"CreateGrant", "Decrypt"})


def problem(reference: str) -> str:
    return SURROUNDINGS.keys.problem(reference, ROLE, WANTED)


def test_policy_and_grants_together_must_let_the_role_do_everything(cloud: Cloud) -> None:
    kms = cloud.client("kms")
    key = kms.create_key()["KeyMetadata"]
    assert problem(key["KeyId"]) == f"does not let {ROLE} do CreateGrant, Decrypt"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": ROLE},
        "Action": "kms:CreateGrant",
        "Resource": "*",
        "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=policy)
    assert problem(key["KeyId"]) == f"does not let {ROLE} do Decrypt"
    kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=ROLE, Operations=["Decrypt"])
    assert problem(key["KeyId"]) == ""


def test_a_key_is_known_by_id_arn_and_alias_as_long_as_it_is_there(cloud: Cloud) -> None:
    kms, alias = cloud.client("kms"), f"alias/{cloud.name('key')}"
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=ROLE, Operations=sorted(WANTED))
    names = [key["KeyId"], key["Arn"], alias, f"arn:aws:kms:{REGION}:{ACCOUNT}:{alias}"]
    assert {problem(name) for name in names} == {""}
    kms.disable_key(KeyId=key["KeyId"])
    assert {problem(name) for name in names} == {"is Disabled"}
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    assert {problem(name) for name in names} == {"is PendingDeletion"}
    assert problem("alias/never-made") == "does not exist"


def test_aws_own_key_is_open_to_all(cloud: Cloud) -> None:
    assert problem(MANAGED) == problem(f"arn:aws:kms:{REGION}:{ACCOUNT}:{MANAGED}") == ""
