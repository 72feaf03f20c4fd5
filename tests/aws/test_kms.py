from __future__ import annotations

from batchdeck.aws.account import Account
from batchdeck.domain.policy import Ruling
from batchdeck.local.launcher import LocalAccount
from tests.local.cloud import ACCOUNT, Cloud
from tests.screens.console_app import connection_to


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    kms = Cloud(empty_account.endpoint).client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    scaling = f"arn:aws:iam::{ACCOUNT}:role/scaling"
    kms.create_grant(KeyId=arn, GranteePrincipal=scaling, Operations=["Decrypt", "CreateGrant"])
    account = Account(connection_to(empty_account.endpoint))
    try:
        key = await account.kms.key(arn)
        assert key is not None
        assert (key.arn, key.manager, key.state) == (arn, "CUSTOMER", "Enabled")
        policy = await account.kms.key_policy(arn)
        assert policy is not None
        root = f"arn:aws:iam::{ACCOUNT}:root"
        assert policy.ruling("kms:Decrypt", arn, (root,)) is Ruling.YES
        assert policy.ruling("kms:Decrypt", arn, (scaling,)) is Ruling.NO
        (grant,) = await account.kms.grants(arn)
        assert (grant.principal, set(grant.operations)) == (scaling, {"Decrypt", "CreateGrant"})
        assert await account.kms.key("alias/nothing") is None
    finally:
        await account.close()
