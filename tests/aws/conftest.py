"""What the tests of the gateways share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from batchdeck.aws.budget import Budget
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from tests.aws.misbehaving_server import MisbehavingServer, misbehaving_server

Configure = Callable[[str], object]


@pytest.fixture(autouse=True)
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Configure:
    """Writes the AWS configuration file of this test; there is none before."""
    path = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return path.write_text


@pytest.fixture
async def server() -> AsyncIterator[MisbehavingServer]:
    async with misbehaving_server() as running:
        yield running


@pytest.fixture
def connection(server: MisbehavingServer) -> Connection:
    return Connection(
        region="eu-west-1", endpoint_url=server.url, access_key="AKIA", secret_key=Secret("s")
    )


@pytest.fixture
def calls() -> CallLog:
    return CallLog()


@pytest.fixture
async def session(connection: Connection) -> AsyncIterator[AwsSession]:
    opened = AwsSession(connection, connect_timeout=1, read_timeout=0.5)
    yield opened
    await opened.close()


@pytest.fixture
def caller(session: AwsSession, calls: CallLog) -> Caller:
    return Caller(session, calls, budget=Budget(1000, 1000), back_off=0.01)
