from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from docker import DockerClient

from batchdeck.local.runners import images, rootfs
from batchdeck.local.runners.docker_engine import DockerEngine, has_image
from batchdeck.local.runners.images import BUSYBOX, DemoImage
from batchdeck.local.runners.pulls import PullError

pytestmark = pytest.mark.engine


@pytest.fixture
def own_name(monkeypatch: pytest.MonkeyPatch, docker_engine: DockerEngine) -> Iterator[str]:
    """A repository for one test, so that the image does not exist yet."""
    name = f"batchdeck-test-{uuid4().hex}"
    monkeypatch.setattr(images, "REPOSITORY", name)
    yield name
    for one in docker_engine.client.images(name):
        docker_engine.client.remove_image(one["Id"], force=True)


def output(engine: DockerClient, image: str, *command: str) -> bytes:
    said = engine.containers.run(image, [*command], remove=True)
    assert isinstance(said, bytes)
    return said


def test_the_image_is_made_of_what_the_host_has(
    docker_engine: DockerEngine, engine: DockerClient, own_name: str
) -> None:
    made = DemoImage(docker_engine).tag()
    assert made.startswith(f"{own_name}:")
    assert output(engine, made, "sh", "-c", "echo $((6 * 7)); seq 2; pwd") == b"42\n1\n2\n/tmp\n"


def test_it_is_made_once_however_many_ask(
    docker_engine: DockerEngine, own_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []
    archive = rootfs.archive

    def counted() -> bytes:
        made.append(archive())
        return made[-1]

    monkeypatch.setattr(rootfs, "archive", counted)
    image = DemoImage(docker_engine)
    threads = [threading.Thread(target=image.tag) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert DemoImage(docker_engine).tag() == image.tag()
    assert len(made) == 1


def test_the_hosts_own_tools_do_where_there_is_no_busybox(
    docker_engine: DockerEngine,
    engine: DockerClient,
    own_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "busybox" else which(name))
    made = DemoImage(docker_engine).tag()
    assert output(engine, made, "sh", "-c", "sleep 0.1; seq 2; cat /etc/passwd | wc -l") == (
        b"1\n2\n2\n"
    )


def test_the_programs_go_on_a_busybox_where_the_engine_has_another_system(
    docker_engine: DockerEngine, engine: DockerClient, own_name: str, demo_image: str
) -> None:
    borrowed = not has_image(docker_engine.client, BUSYBOX)
    if borrowed:
        docker_engine.client.tag(demo_image, "busybox", "1")
    try:
        made = DemoImage(replace(docker_engine, architecture="another")).tag()
        assert made.startswith(own_name)
        assert output(engine, made, "sh", "-c", "head -n 1 /bin/probe") == b"#!/bin/sh\n"
    finally:
        if borrowed:
            docker_engine.client.remove_image(BUSYBOX)


def test_its_name_is_known_once_it_is_made(docker_engine: DockerEngine, demo_image: str) -> None:
    image = DemoImage(docker_engine)
    assert image.made == ""
    assert image.tag() == demo_image
    assert image.made == demo_image


def test_why_it_cannot_be_made_is_told(
    docker_engine: DockerEngine, own_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> bytes:
        raise FileNotFoundError("this host has nothing")

    monkeypatch.setattr(rootfs, "archive", nothing)
    with pytest.raises(PullError, match="could not be made: this host has nothing"):
        DemoImage(docker_engine).tag()
