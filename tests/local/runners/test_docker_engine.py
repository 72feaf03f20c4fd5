from __future__ import annotations

import json
import logging
import platform
import socket
import threading
import time
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import (
    DockerEngine,
    find_engine,
    has_image,
    is_elsewhere,
)
from tests.local.runners.engine_over_tcp import over_tcp, pretended_engine

GONE = "ignore:unclosed:ResourceWarning"


@pytest.mark.engine
def test_an_engine_tells_what_it_is(docker_engine: DockerEngine, engine: DockerClient) -> None:
    assert docker_engine.version == engine.version()["Version"]
    assert docker_engine.cpus == engine.info()["NCPU"]
    assert ip_address(docker_engine.gateway).is_private


@pytest.mark.engine
def test_what_it_has_not_it_does_not_have(docker_engine: DockerEngine, demo_image: str) -> None:
    assert has_image(docker_engine.client, demo_image)
    assert not has_image(docker_engine.client, "never-made:1")


@pytest.mark.engine
def test_an_engine_of_this_machine_may_be_behind_tcp(
    docker_engine: DockerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_tcp() as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        found = find_engine(timeout=30)
        assert found
        assert replace(found, client=docker_engine.client) == docker_engine
        found.client.close()


BRIDGES = [
    {"Name": "my-bridge", "IPAM": {"Config": [{"Gateway": "172.30.0.1"}]}},
    {"Name": "bridge", "IPAM": {"Config": [{"Subnet": "172.31.0.0/24"}]}},
]


def newest(**info: str) -> dict[str, Any]:
    """The answers of an engine that speaks no old version of the API."""
    about = {"ServerVersion": "29.1.0", "NCPU": 4, "Architecture": "x86_64", **info}
    return {
        "/version": {"ApiVersion": "1.52", "MinAPIVersion": "1.44"},
        "/info": about,
        "/networks": BRIDGES,
    }


def test_the_newest_engine_is_spoken_to_in_its_own_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pretended_engine(newest(Name=platform.node())) as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        found = find_engine(timeout=30)
        assert found
        assert (found.client.api_version, found.version) == ("1.52", "29.1.0")
        assert found.gateway == "172.31.0.1"
        found.client.close()


def test_an_engine_of_another_machine_is_refused_in_a_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with pretended_engine(newest(Name="builder")) as address, caplog.at_level(logging.WARNING):
        monkeypatch.setenv("DOCKER_HOST", address)
        assert find_engine(timeout=30) is None
    (line,) = caplog.messages
    assert line.startswith("no containers: the Docker engine at http://127.0.0.1:")
    assert "is another machine's (builder)" in line


@pytest.mark.parametrize(
    ("address", "info", "elsewhere"),
    [
        ("http+docker://localhost", {"Name": "a-container's-host"}, False),
        ("http://127.0.0.1:2375", {"Name": platform.node()}, False),
        ("https://localhost:2376", {"Name": platform.node()}, False),
        ("http://127.0.0.1:2375", {"Name": "at-the-end-of-a-tunnel"}, True),
        ("http://192.0.2.7:2375", {"Name": platform.node()}, True),
        ("http://no-such-host.invalid:2375", {"Name": platform.node()}, True),
        ("http://127.0.0.1:2375", {"Name": "x", "OperatingSystem": "Docker Desktop"}, False),
    ],
)
def test_where_an_engine_is(address: str, info: dict[str, str], elsewhere: bool) -> None:
    assert is_elsewhere(address, info) == elsewhere


@pytest.mark.filterwarnings(GONE)
@pytest.mark.usefixtures("lost_sockets")
def test_without_an_engine_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert find_engine(timeout=5) is None


@pytest.mark.filterwarnings(GONE)
@pytest.mark.usefixtures("lost_sockets")
def test_an_engine_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        begin = time.monotonic()
        assert find_engine(timeout=1) is None
        assert time.monotonic() - begin < 30


@pytest.mark.filterwarnings(GONE)
@pytest.mark.usefixtures("lost_sockets")
def test_something_else_on_its_address_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps({"message": "teapot"}).encode()
    answer = b"HTTP/1.1 500 No\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
    with socket.create_server(("127.0.0.1", 0)) as other:

        def refuse() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer % (len(body), body))

        thread = threading.Thread(target=refuse)
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{other.getsockname()[1]}")
        assert find_engine(timeout=5) is None
        thread.join()
