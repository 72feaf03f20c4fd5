from __future__ import annotations

import base64
import json

import pytest
from docker import DockerClient

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, DeniedError, RefusedError
from batchdeck.aws.repositories import RepositoriesGateway
from batchdeck.domain.connection import Connection
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.screens.console_app import connection_to

ENDPOINT = "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"
GONE = RefusedError("gone", code="RepositoryNotFoundException")


def gateway(*answers: dict[str, object] | Exception) -> RepositoriesGateway:
    """A gateway that is given these answers."""
    return RepositoriesGateway(ScriptedCaller(*answers).caller, Connection())


def token(text: str, endpoint: str = ENDPOINT) -> dict[str, object]:
    """An answer to `GetAuthorizationToken`."""
    encoded = base64.b64encode(text.encode()).decode()
    return {"authorizationData": [{"authorizationToken": encoded, "proxyEndpoint": endpoint}]}


async def test_a_login_shows_its_password_to_nobody() -> None:
    login = await gateway(token("AWS:hunter:2")).login()
    assert (login.username, login.server) == ("AWS", ENDPOINT.removeprefix("https://"))
    assert login.password.reveal() == "hunter:2"
    assert "hunter" not in repr(login)


@pytest.mark.parametrize(
    "answer",
    [
        token("AWS"),
        token("AWS:"),
        token("AWS:x", ""),
        {"authorizationData": []},
        {"authorizationData": [{"authorizationToken": "é", "proxyEndpoint": ENDPOINT}]},
        {"authorizationData": [{"authorizationToken": "/w==", "proxyEndpoint": ENDPOINT}]},
    ],
)
async def test_a_login_that_cannot_be_read(answer: dict[str, object]) -> None:
    with pytest.raises(AwsError, match="a login that cannot be read"):
        await gateway(answer).login()


async def test_what_is_not_there_and_what_may_not_be_seen() -> None:
    repositories = gateway(GONE, GONE, {"imageDetails": []}, DeniedError("no"))
    assert await repositories.find("worker") is None
    assert await repositories.digest("worker", "1") == ""
    assert await repositories.digest("worker", "1") == ""
    with pytest.raises(DeniedError):
        await repositories.find("worker")


@pytest.mark.parametrize("immutable", [False, True])
async def test_a_repository_is_made(empty_account: LocalAccount, immutable: bool) -> None:
    account = Account(connection_to(empty_account.endpoint))
    try:
        write = account.repositories.creation("team/worker", immutable_tags=immutable)
        made = await account.repositories.send_creation(write)
        assert made.has_immutable_tags is immutable
        assert made.uri.endswith("/team/worker")
        assert await account.repositories.find("team/worker") == made
        assert account.calls.recent()[1].line == write.line
    finally:
        await account.close()


@pytest.mark.engine
async def test_what_was_pushed_is_seen_and_the_token_is_not(
    empty_account: LocalAccount, engine: DockerClient, registry: str
) -> None:
    account = Account(connection_to(empty_account.endpoint))
    try:
        repositories = account.repositories
        write = repositories.creation("gateway/pushed", immutable_tags=False)
        made = await repositories.send_creation(write)
        assert made.uri == f"{registry}/gateway/pushed"
        login = await repositories.login()
        assert login.server == registry
        engine.api.import_image_from_data(b"\0" * 1024, repository=made.uri, tag="1")
        auth = {"username": login.username, "password": login.password.reveal()}
        lines = engine.api.push(made.uri, "1", stream=True, decode=True, auth_config=auth)
        told = [one["aux"]["Digest"] for one in lines if "aux" in one]
        assert [await repositories.digest("gateway/pushed", "1")] == told
        assert [await repositories.digest("gateway/pushed", told[0])] == told
        calls = [(one.line, one.outcome) for one in account.calls.recent()]
        assert login.password.reveal() not in json.dumps(calls)
    finally:
        await account.close()
        engine.images.remove(f"{registry}/gateway/pushed:1", force=True)
