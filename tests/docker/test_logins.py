from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from batchdeck.docker.errors import PushError
from batchdeck.docker.logins import build_header, push_header
from batchdeck.domain.container_image import RegistryLogin
from batchdeck.domain.secret import Secret

LOGIN = RegistryLogin("AWS", Secret("hunter2"), "1.dkr.ecr.eu-west-1.amazonaws.com")


def decoded(header: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(header))


def remember(folder: Path, **config: Any) -> dict[str, str]:
    """An environment whose docker config says this."""
    (folder / "config.json").write_text(json.dumps(config))
    return {"DOCKER_CONFIG": str(folder), "HOME": "/nowhere"}


def as_docker_login(name: str, password: str) -> dict[str, str]:
    return {"auth": base64.b64encode(f"{name}:{password}".encode()).decode()}


async def test_a_login_that_was_given_goes_alone(tmp_path: Path) -> None:
    environ = remember(tmp_path, auths={LOGIN.server: as_docker_login("other", "x")})
    assert decoded(await push_header(LOGIN, LOGIN.server, environ)) == {
        "username": "AWS",
        "password": "hunter2",
        "serveraddress": LOGIN.server,
    }
    assert "hunter2" not in repr(LOGIN)
    assert "hunter2" not in (tmp_path / "config.json").read_text()


async def test_without_one_what_docker_login_has_remembered(tmp_path: Path) -> None:
    environ = remember(tmp_path, auths={"ghcr.io": as_docker_login("me", "pw")})
    found = decoded(await push_header(None, "ghcr.io", environ))
    assert (found["username"], found["password"]) == ("me", "pw")
    assert decoded(await push_header(None, "quay.io", environ)) == {}


async def test_no_config_no_login(tmp_path: Path) -> None:
    assert decoded(await push_header(None, "ghcr.io", {"HOME": str(tmp_path)})) == {}
    assert await build_header((), {"HOME": str(tmp_path)}) == ("e30=", "")


async def test_a_build_gets_every_login(tmp_path: Path) -> None:
    environ = remember(tmp_path, auths={"ghcr.io": as_docker_login("me", "pw"), "empty.io": {}})
    header, problem = await build_header((LOGIN,), environ)
    assert problem == ""
    assert {server: login["username"] for server, login in decoded(header).items()} == {
        "ghcr.io": "me",
        LOGIN.server: "AWS",
    }


async def test_a_credential_helper_that_is_not_installed(tmp_path: Path) -> None:
    environ = remember(tmp_path, credsStore="batchdeck-never-installed")
    header, problem = await build_header((LOGIN,), environ)
    assert "cannot be read" in problem
    assert "batchdeck-never-installed" in problem
    assert {*decoded(header)} == {LOGIN.server}
    with pytest.raises(PushError, match="cannot be read") as caught:
        await push_header(None, "ghcr.io", environ)
    assert "docker login" in caught.value.advice


async def test_a_login_that_is_no_login_is_not_repeated(tmp_path: Path) -> None:
    environ = remember(tmp_path, auths={"ghcr.io": {"auth": base64.b64encode(b"secret").decode()}})
    _, problem = await build_header((), environ)
    assert "cannot be read" in problem
    assert "secret" not in problem
