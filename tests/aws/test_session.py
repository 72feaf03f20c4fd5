from __future__ import annotations

import asyncio
import json
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from batchdeck.aws.budget import Budget
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import AwsError, CredentialsError
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from tests.aws.conftest import Configure
from tests.aws.misbehaving_server import MisbehavingServer, answer

EMPTY = answer({"jobQueues": []})


async def _ask(session: AwsSession) -> None:
    caller = Caller(session, CallLog(), budget=Budget(1000, 1000), back_off=0.01)
    await caller.read("batch", "DescribeJobQueues", {}, expects="jobQueues")


async def test_one_client_per_service_however_many_ask(session: AwsSession) -> None:
    first, *others = await asyncio.gather(*(session.client("batch") for _ in range(5)))
    assert all(other is first for other in others)
    assert await session.client("sts") is not first
    assert session.region == "eu-west-1"


TICKING = """
import asyncio, time
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret

async def main():
    gaps, last = [0.0], time.perf_counter()
    async def tick():
        nonlocal last
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now
    ticking = asyncio.create_task(tick())
    session = AwsSession(Connection("", "eu-west-1", "", "A", Secret("s")))
    began = time.perf_counter()
    await session.client("batch")
    took = time.perf_counter() - began
    ticking.cancel()
    await session.close()
    print(len(gaps), max(gaps) / took)

asyncio.run(main())
"""


def test_the_loop_runs_on_while_botocore_is_imported_and_a_client_created() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TICKING], capture_output=True, text=True, check=True
    )
    ticks, largest_gap = done.stdout.split()
    assert int(ticks) > 20
    assert float(largest_gap) < 0.5


async def test_the_embedded_account_brings_its_own_keys(
    server: MisbehavingServer, session: AwsSession
) -> None:
    server.reply(EMPTY)
    await _ask(session)
    signature = server.requests[0].headers["authorization"]
    assert "Credential=AKIA/" in signature
    assert "/eu-west-1/batch/" in signature
    assert session.expires_at is None


async def test_a_profile_decides_keys_and_region(
    server: MisbehavingServer, configure: Configure
) -> None:
    configure(
        "[profile prod]\naws_access_key_id=PROD\naws_secret_access_key=x\nregion=ap-northeast-1\n"
    )
    server.reply(EMPTY)
    session = AwsSession(Connection(profile="prod", endpoint_url=server.url))
    await _ask(session)
    await session.close()
    signature = server.requests[0].headers["authorization"]
    assert "Credential=PROD/" in signature
    assert "/ap-northeast-1/" in signature


async def test_region_and_endpoint_come_from_the_environment(
    server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_REGION": "eu-north-1",
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": "ENV",
        "AWS_SECRET_ACCESS_KEY": "x",
    }.items():
        monkeypatch.setenv(name, value)
    server.reply(EMPTY)
    session = AwsSession(Connection())
    await _ask(session)
    await session.close()
    assert "Credential=ENV/" in server.requests[0].headers["authorization"]
    assert "/eu-north-1/" in server.requests[0].headers["authorization"]


async def test_without_a_region_the_message_says_where_to_give_one() -> None:
    with pytest.raises(CredentialsError, match="AWS_REGION or give --region"):
        await AwsSession(Connection()).client("batch")


async def test_without_credentials_the_message_says_so(server: MisbehavingServer) -> None:
    session = AwsSession(Connection(region="eu-west-1", endpoint_url=server.url))
    with pytest.raises(CredentialsError, match="no credentials"):
        await _ask(session)
    await session.close()
    assert server.requests == []


async def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(CredentialsError, match="no profile nobody"):
        await AwsSession(Connection(profile="nobody", region="eu-west-1")).client("batch")


async def test_an_endpoint_that_is_no_url_is_told() -> None:
    connection = Connection(region="eu-west-1", endpoint_url="localhost")
    with pytest.raises(AwsError, match="localhost"):
        await AwsSession(connection).client("batch")


async def test_a_broken_configuration_file_is_told(configure: Configure) -> None:
    configure("[profile x\nnonsense")
    with pytest.raises(CredentialsError, match="config"):
        await AwsSession(Connection(region="eu-west-1")).client("batch")


async def test_a_profile_with_mfa_never_prompts(
    server: MisbehavingServer, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(
        "[profile base]\naws_access_key_id=A\naws_secret_access_key=x\n"
        "[profile admin]\nrole_arn=arn:aws:iam::123456789012:role/Admin\n"
        "source_profile=base\nmfa_serial=arn:aws:iam::123456789012:mfa/me\n"
    )
    prompted: list[object] = []
    monkeypatch.setattr("getpass.getpass", prompted.append)
    session = AwsSession(Connection("admin", "eu-west-1", server.url))
    with pytest.raises(CredentialsError, match="profile admin asks for an MFA code"):
        await _ask(session)
    await session.close()
    assert prompted == []
    assert server.requests == []


async def test_the_end_of_the_credentials_is_known(
    server: MisbehavingServer, configure: Configure
) -> None:
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    keys = {
        "Version": 1,
        "AccessKeyId": "TEMP",
        "SecretAccessKey": "x",
        "SessionToken": "t",
        "Expiration": end.isoformat(),
    }
    program = shlex.join([sys.executable, "-c", f"print({json.dumps(keys)!r})"])
    configure(f"[default]\ncredential_process = {program}\n")
    server.reply(EMPTY)
    session = AwsSession(Connection(region="eu-west-1", endpoint_url=server.url))
    await _ask(session)
    await session.close()
    assert "Credential=TEMP/" in server.requests[0].headers["authorization"]
    assert session.expires_at == int(end.timestamp() * 1000)


async def test_a_closed_session_opens_nothing_again(connection: Connection) -> None:
    session = AwsSession(connection)
    await session.client("batch")
    await session.close()
    await session.close()
    with pytest.raises(AwsError, match="closed"):
        await session.client("batch")
