from __future__ import annotations

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.errors import DeniedError
from batchdeck.aws.secrets import SecretsGateway
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    manager, store = cloud.client("secretsmanager"), cloud.client("ssm")
    kept, lost = (
        manager.create_secret(Name=cloud.name("secret"), SecretString="s")["ARN"] for _ in "ab"
    )
    manager.delete_secret(SecretId=lost)
    store.put_parameter(Name="/db/user", Value="u", Type="String")
    account = Account(connection_to(empty_account.endpoint))
    try:
        secrets = account.secrets
        assert await secrets.absence(kept) == ""
        assert await secrets.absence(lost) == "deleted"
        assert await secrets.absence(kept.replace("secret-", "other-")) == "absent"
        assert await secrets.parameters(["/db/user", "/db/other"]) == {"/db/user"}
    finally:
        await account.close()


async def test_what_is_asked_for() -> None:
    script = ScriptedCaller({"Parameters": []}, DeniedError("no"))
    secrets = SecretsGateway(script.caller)
    assert await secrets.parameters(["a"]) == frozenset()
    (filters,) = script.asked[0][2]["ParameterFilters"]
    assert filters == {"Key": "Name", "Option": "Equals", "Values": ["a"]}
    with pytest.raises(DeniedError):
        await secrets.absence("arn:a")
