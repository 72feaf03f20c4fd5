from __future__ import annotations

import json
import socket
import threading
import time
from ipaddress import ip_address

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine, find_engine, has_image

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
