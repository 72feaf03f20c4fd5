from __future__ import annotations

import subprocess
import sys

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.errors import CredentialsError
from batchdeck.domain.connection import Connection
from batchdeck.jobs.ports import Batch
from batchdeck.logs.ports import LogEventReads
from tests.aws.misbehaving_server import MisbehavingServer, answer

HEAVY = "{'botocore', 'aiobotocore', 'boto3', 'aiohttp', 'textual'}"


def test_an_account_is_made_without_importing_any_of_aws() -> None:
    code = (
        "import sys; from batchdeck.aws.account import Account;"
        "from batchdeck.domain.connection import Connection;"
        f"Account(Connection()); print({HEAVY} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


async def test_gateways_share_one_log_of_calls(
    server: MisbehavingServer, connection: Connection
) -> None:
    server.reply(answer({"jobQueues": [], "events": []}))
    account = Account(connection)
    batch: Batch = account.batch
    logs: LogEventReads = account.logs
    assert account.connection is connection
    await account.warm_up()
    assert server.requests == []
    await batch.queues()
    from batchdeck.domain.job import LogLocation

    await logs.events(LogLocation("g", "s"))
    assert [call.action for call in account.calls.recent()] == [
        "logs:GetLogEvents",
        "batch:DescribeJobQueues",
    ]
    await account.close()


async def test_warming_up_tells_what_is_wrong_with_the_configuration() -> None:
    account = Account(Connection())
    with pytest.raises(CredentialsError, match="Region"):
        await account.warm_up()
    await account.close()
