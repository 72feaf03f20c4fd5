"""What is left out of the start of botocore and aiohttp is not missed."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from batchdeck.aws.quick_start import no_root_certificates, use_short_list_of_services
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from tests.aws.misbehaving_server import MisbehavingServer, answer

IMPORTED = """
import ssl
from batchdeck.aws.quick_start import no_root_certificates
with no_root_certificates():
    import aiohttp.connector as connector
for context in connector._SSL_CONTEXT_VERIFIED, connector._SSL_CONTEXT_UNVERIFIED:
    print(context.verify_mode.name, context.check_hostname, len(context.get_ca_certs()))
"""


def test_the_context_that_nobody_uses_would_trust_nobody() -> None:
    assert printed(IMPORTED) == ["CERT_REQUIRED True 0", "CERT_NONE False 0"]


def printed(code: str) -> list[str]:
    """The lines that a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_afterwards_everything_is_as_before() -> None:
    usual = ssl.create_default_context
    by_the_system = ssl.SSLContext.set_default_verify_paths
    with pytest.raises(RuntimeError, match="broken"), no_root_certificates():
        raise RuntimeError("broken")
    assert ssl.create_default_context is usual
    assert ssl.SSLContext.set_default_verify_paths is by_the_system


@pytest.fixture
def session() -> Any:
    from aiobotocore.session import AioSession

    found = AioSession()
    use_short_list_of_services(found)
    return found


def test_the_services_are_those_that_botocore_finds(session: Any) -> None:
    from botocore.loaders import Loader

    loader = session.get_component("data_loader")
    usual = Loader()
    for kind in ("service-2", "endpoint-rule-set-1"):
        assert set(usual.list_available_services(kind)) <= set(loader.list_available_services(kind))
    assert loader.load_service_model("batch", "service-2") == usual.load_service_model(
        "batch", "service-2"
    )


def test_a_model_of_the_users_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiobotocore.session import AioSession

    (tmp_path / "mine" / "2020-01-01").mkdir(parents=True)
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    session = AioSession()
    use_short_list_of_services(session)
    loader: Any = session.get_component("data_loader")
    assert {"mine", "batch"} <= set(loader.list_available_services("service-2"))


async def test_every_request_says_who_we_are_in_the_same_words(
    server: MisbehavingServer, connection: Connection
) -> None:
    server.reply(answer({"jobQueues": []}))
    opened = AwsSession(connection)
    client = await opened.client("batch")
    for _ in range(2):
        await client.describe_job_queues()
    first, second = (sent.headers["user-agent"] for sent in server.requests)
    assert first == second
    assert first.endswith(" batchdeck")
    assert "botocore/" in first
    await opened.close()


async def test_a_service_that_does_not_exist_is_told_as_ever(session: Any) -> None:
    from botocore.exceptions import UnknownServiceError

    with pytest.raises(UnknownServiceError, match="nowhere"):
        await session.get_service_model("nowhere")
