from __future__ import annotations

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.efs import EfsGateway, mount_target
from batchdeck.aws.errors import RefusedError
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    efs, subnet = cloud.client("efs"), cloud.subnet()
    name = efs.create_file_system(CreationToken=cloud.name("token"))["FileSystemId"]
    efs.create_mount_target(FileSystemId=name, SubnetId=subnet)
    account = Account(connection_to(empty_account.endpoint))
    try:
        found = await account.efs.mount_targets(name)
        assert found is not None
        assert [(one.subnet, one.state) for one in found] == [(subnet, "available")]
        assert found[0].vpc == cloud.vpc(subnet)
        assert found[0].zone
        assert await account.efs.mount_targets("fs-0123456789abcdef0") is None
        actions = {call.action for call in account.calls.recent()}
        assert actions == {"elasticfilesystem:DescribeMountTargets"}
    finally:
        await account.close()


async def test_another_refusal_is_no_answer() -> None:
    script = ScriptedCaller(RefusedError("no", code="BadRequest"))
    with pytest.raises(RefusedError):
        await EfsGateway(script.caller).mount_targets("fs-1")
    assert mount_target({}).state == ""
