"""Commands carried out over the wire, without the AWS CLI."""

from __future__ import annotations

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.command_reading import UnreadableError
from batchdeck.aws.errors import AwsError, ReadOnlyError
from batchdeck.local.launcher import LocalAccount
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to


async def test_a_command_is_read_sent_once_and_listed(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    environment = cloud.environment()
    account = Account(connection_to(cloud.endpoint))
    try:
        command = await account.commands.read(
            f"aws batch update-compute-environment --compute-environment {environment} "
            "--state DISABLED"
        )
        assert account.calls.recent() == ()
        await account.commands.send(command.write)
        (call,) = account.calls.recent()
    finally:
        await account.close()
    assert call.action == "batch:UpdateComputeEnvironment"
    assert call.line == command.write.line
    described = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
    assert described["computeEnvironments"][0]["state"] == "DISABLED"


async def test_the_query_services_are_commanded_as_well(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    subnet = cloud.subnet(public=False, routed=False)
    account = Account(connection_to(cloud.endpoint))
    try:
        line = f"aws ec2 modify-subnet-attribute --subnet-id {subnet} --map-public-ip-on-launch"
        await account.commands.send((await account.commands.read(line)).write)
    finally:
        await account.close()
    described = cloud.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]
    assert described["MapPublicIpOnLaunch"] is True


async def test_a_console_that_only_reads_reads_commands_and_sends_none(
    empty_account: LocalAccount,
) -> None:
    account = Account(connection_to(empty_account.endpoint, read_only=True))
    try:
        command = await account.commands.read("aws logs create-log-group --log-group-name mine")
        with pytest.raises(ReadOnlyError):
            await account.commands.send(command.write)
        with pytest.raises(AwsError):
            await account.commands.read("aws nonsense create-log-group")
        with pytest.raises(UnreadableError):
            await account.commands.read("nonsense")
    finally:
        await account.close()
    assert account.calls.recent() == ()
