from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from batchdeck.docker.addresses import addresses
from batchdeck.docker.errors import EngineAbsentError


def write_context(home: Path, name: str, endpoint: dict[str, Any]) -> Path:
    """A docker context that is chosen, as `docker context use` leaves it."""
    folder = home / ".docker"
    stored = hashlib.sha256(name.encode()).hexdigest()
    (folder / "contexts/meta" / stored).mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"currentContext": name}))
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": endpoint}}
    (folder / "contexts/meta" / stored / "meta.json").write_text(json.dumps(meta))
    return folder / "contexts/tls" / stored / "docker"


def test_what_is_named_by_a_variable_is_the_only_place(tmp_path: Path) -> None:
    write_context(tmp_path, "other", {"Host": "unix:///other.sock"})
    environ = {"DOCKER_HOST": "unix:///run/mine.sock", "HOME": str(tmp_path)}
    (found,) = addresses(environ)
    assert (found.url, found.socket, found.source) == (
        "unix:///run/mine.sock",
        "/run/mine.sock",
        "DOCKER_HOST",
    )


def test_a_port_without_a_scheme_is_tcp() -> None:
    (found,) = addresses({"DOCKER_HOST": "build.example.com:2375"})
    assert (found.url, found.socket) == ("tcp://build.example.com:2375", "")
    assert found.certificates is None


def test_certificates_from_the_variables(tmp_path: Path) -> None:
    environ = {"DOCKER_HOST": "tcp://h:2376", "DOCKER_CERT_PATH": str(tmp_path)}
    (found,) = addresses(environ)
    assert found.certificates
    assert (found.certificates.folder, found.certificates.verify) == (tmp_path, False)
    (found,) = addresses({**environ, "DOCKER_TLS_VERIFY": "1"})
    assert found.certificates
    assert found.certificates.verify


def test_the_current_context(tmp_path: Path) -> None:
    tls = write_context(tmp_path, "builder", {"Host": "tcp://h:2376", "SkipTLSVerify": True})
    tls.mkdir(parents=True)
    (found,) = addresses({"HOME": str(tmp_path)})
    assert (found.url, found.source) == ("tcp://h:2376", "docker context builder")
    assert found.certificates
    assert (found.certificates.folder, found.certificates.verify) == (tls, False)


def test_a_context_by_variable_and_a_config_elsewhere(tmp_path: Path) -> None:
    write_context(tmp_path, "builder", {"Host": "unix:///there.sock"})
    config = tmp_path / ".docker"
    (config / "config.json").unlink()
    environ = {"DOCKER_CONFIG": str(config), "DOCKER_CONTEXT": "builder"}
    assert [place.url for place in addresses(environ)] == ["unix:///there.sock"]


def test_without_a_choice_the_usual_sockets_docker_first(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": "/run/user/7", "DOCKER_CONTEXT": "default"}
    assert [place.socket for place in addresses(environ)] == [
        "/var/run/docker.sock",
        "/run/user/7/docker.sock",
        f"{tmp_path}/.docker/run/docker.sock",
        f"{tmp_path}/.docker/desktop/docker.sock",
        "/run/user/7/podman/podman.sock",
        "/run/podman/podman.sock",
    ]


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("ssh://me@build", "behind ssh"),
        ("npipe:////./pipe/docker", "unix:///PATH or tcp://HOST:PORT"),
        ("unix://", "unix:///PATH or tcp://HOST:PORT"),
        ("\x1b]52;c;aGk=\x07", "unix:///PATH or tcp://HOST:PORT"),
    ],
)
def test_an_address_that_cannot_be_used_is_named(host: str, words: str) -> None:
    with pytest.raises(EngineAbsentError, match=f"DOCKER_HOST is .*{words}") as caught:
        addresses({"DOCKER_HOST": host})
    assert "\x1b" not in str(caught.value)


def test_ssh_is_told_with_the_way_round() -> None:
    with pytest.raises(EngineAbsentError) as caught:
        addresses({"DOCKER_HOST": "ssh://me@build"})
    assert "ssh -nNT -L" in caught.value.advice


def test_a_context_that_is_not_there(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "DOCKER_CONTEXT": "gone"}
    with pytest.raises(EngineAbsentError, match="docker context gone is chosen") as caught:
        addresses(environ)
    assert "docker context use" in caught.value.advice


@pytest.mark.parametrize("content", ["{", "[]", '{"Endpoints": 3}'])
def test_a_context_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    write_context(tmp_path, "builder", {})
    meta = next((tmp_path / ".docker/contexts/meta").rglob("meta.json"))
    meta.write_text(content)
    with pytest.raises(EngineAbsentError, match=r"meta\.json"):
        addresses({"HOME": str(tmp_path)})


def test_a_config_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("currentContext: x")
    with pytest.raises(EngineAbsentError, match=r"config\.json cannot be read"):
        addresses({"DOCKER_CONFIG": str(tmp_path)})
