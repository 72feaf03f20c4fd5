from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest
from docker import APIClient, DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.sandbox_image import (
    REPOSITORY,
    SandboxImageError,
    ensure_image,
    interpreter,
    obstacle,
)

pytestmark = pytest.mark.engine


def test_it_is_made_once_and_has_a_python_that_knows_sockets(
    docker_engine: DockerEngine, engine: DockerClient
) -> None:
    made = ensure_image(docker_engine)
    assert made.startswith(f"{REPOSITORY}:")
    assert ensure_image(docker_engine) == made
    program = "import _socket, struct, sys; print(sys.version)"
    said = engine.containers.run(
        made, [interpreter(), "-I", "-S", "-c", program], remove=True, network_mode="none"
    )
    here = subprocess.check_output([interpreter(), "-c", "import sys; print(sys.version)"])
    assert said == here


def test_an_engine_on_another_machine_cannot_have_it(docker_engine: DockerEngine) -> None:
    with pytest.raises(SandboxImageError, match="not this one"):
        ensure_image(replace(docker_engine, architecture="another"))
    assert obstacle(docker_engine) == ""
    client = APIClient("tcp://192.0.2.1:2375", version="1.41")
    assert "over the network" in obstacle(replace(docker_engine, client=client))
    client.close()


def test_without_a_sleep_there_is_none(
    docker_engine: DockerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SandboxImageError, match="no sleep"):
        ensure_image(docker_engine)
