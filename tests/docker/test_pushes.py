from __future__ import annotations

import os
import socket
import urllib.request
from contextlib import aclosing
from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import (
    EngineUnreachableError,
    ImageAbsentError,
    PushDeniedError,
    PushError,
    PushInterruptedError,
)
from batchdeck.domain.container_image import PullProgress, PushProgress, RegistryLogin
from batchdeck.domain.image_build import BuildOrder
from batchdeck.domain.secret import Secret
from tests.docker.conftest import SOCKET
from tests.docker.guarded_registry import PASSWORD, USER, guarded_registry
from tests.docker.kitchen import folder, unique
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import all_of, reached, until
from tests.docker.wire import socket_wire, tcp_wire

engine_only = pytest.mark.engine
LARGE = 2**24
"""Bytes of a layer that takes a while to go; it cannot be compressed."""


@pytest.fixture
def repository() -> str:
    """The name of a repository that nobody else pushes to, without its registry."""
    return f"batchdeck-tests/{unique('push')}"


async def large_image(engine: Engine, parent: Path, tag: str) -> None:
    """Build an image whose layers no registry has."""
    made = folder(parent, "FROM scratch\nCOPY large /large\n")
    (made / "large").write_bytes(os.urandom(LARGE))
    await all_of(engine.build(BuildOrder(await read_context(made), (tag,), no_cache=True)))


def digest_in(registry: str, repository: str, tag: str) -> str:
    """What the registry itself says of a tag."""
    request = urllib.request.Request(
        f"http://{registry}/v2/{repository}/manifests/{tag}",
        headers={"Accept": "application/vnd.docker.distribution.manifest.v2+json"},
        method="HEAD",
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.headers["Docker-Content-Digest"])


def moving(progress: PushProgress | PullProgress) -> bool:
    """Whether some of the large layer is through, and some is not."""
    return LARGE // 100 < progress.done < LARGE * 0.9


@engine_only
async def test_an_image_on_its_way_to_a_registry(
    here: Engine, registry: str, tag: str, tmp_path: Path, repository: str
) -> None:
    await large_image(here, tmp_path, tag)
    progress = await all_of(here.push(tag, f"{registry}/{repository}", "v1.2_x"))
    assert all(before.pushed is None for before in progress[:-1])
    assert [p.done for p in progress] == sorted(p.done for p in progress)
    last = progress[-1]
    assert last.pushed
    assert last.pushed.digest == digest_in(registry, repository, "v1.2_x")
    assert last.pushed.reference == f"{registry}/{repository}@{last.pushed.digest}"
    assert last.done == last.total >= LARGE
    assert all(layer.settled for layer in last.layers)
    assert f"{registry}/{repository}:v1.2_x" in (await here.inspect(tag)).tags

    again = await all_of(here.push((await here.inspect(tag)).id, f"{registry}/{repository}", "two"))
    assert again[-1].pushed
    assert again[-1].pushed.digest == last.pushed.digest
    assert {layer.status for layer in again[-1].layers} == {"Layer already exists"}


@engine_only
async def test_a_login_opens_the_registry_and_is_written_nowhere(
    engine: DockerClient, shell_image: str, tmp_path: Path, repository: str
) -> None:
    assert engine.ping()
    home = tmp_path / "home"
    home.mkdir()
    found = await Engine.find({"HOME": str(home)})
    async with guarded_registry(tmp_path) as registry:
        target = f"{registry}/{repository}"
        login = RegistryLogin(USER, Secret(PASSWORD), registry)
        progress = await all_of(found.push(shell_image, target, "v1", login))
        assert progress[-1].pushed
        assert PASSWORD not in repr(login)

        for wrong in (None, RegistryLogin(USER, Secret("wrong-password"), registry)):
            with pytest.raises(PushDeniedError) as caught:
                await all_of(found.push(shell_image, target, "v2", wrong))
            assert "ecr:PutImage" in caught.value.advice or "PutImage" in caught.value.advice
            assert "wrong-password" not in f"{caught.value!r} {caught.value.__cause__!r}"
    await found.close()
    assert list(home.iterdir()) == []


@engine_only
async def test_a_registry_that_is_down(here: Engine, shell_image: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        target = f"localhost:{free.getsockname()[1]}/team/app"
        with pytest.raises(PushInterruptedError, match="connection refused") as caught:
            await all_of(here.push(shell_image, target, "v1"))
    assert "push again" in caught.value.advice


@engine_only
async def test_a_registry_that_nobody_knows(here: Engine, shell_image: str) -> None:
    with pytest.raises(PushInterruptedError, match="no such host"):
        await all_of(here.push(shell_image, "registry.nowhere.invalid/team/app", "v1"))


@engine_only
async def test_a_registry_that_goes_in_the_middle_is_tried_again(
    here: Engine, registry: str, tag: str, tmp_path: Path, repository: str
) -> None:
    """The engine tries for a minute by itself, and says so; then it ends as one that is down."""
    await large_image(here, tmp_path, tag)
    async with tcp_wire(int(registry.rpartition(":")[2])) as wire:
        wire.most = LARGE // 2
        target = f"localhost:{wire.port}/{repository}"
        async with aclosing(here.push(tag, target, "v1")) as progress:
            await reached(progress, moving)
            await wire.cut()
            retrying = await reached(
                progress, lambda p: any("Retrying" in layer.status for layer in p.layers)
            )
            assert not any(layer.settled for layer in retrying.layers)


@engine_only
async def test_a_push_that_nobody_waits_for_any_more_ends(
    here: Engine, registry: str, tag: str, tmp_path: Path, repository: str
) -> None:
    await large_image(here, tmp_path, tag)
    async with tcp_wire(int(registry.rpartition(":")[2])) as wire:
        wire.most = LARGE // 4
        progress = here.push(tag, f"localhost:{wire.port}/{repository}", "v1")
        await reached(progress, moving)
        assert wire.connections
        await progress.aclose()
        await until(lambda: not wire.connections)
        assert wire.sent < LARGE


@engine_only
async def test_an_engine_that_vanishes_during_a_push(
    here: Engine, registry: str, tag: str, tmp_path: Path, repository: str
) -> None:
    await large_image(here, tmp_path, tag)
    async with (
        tcp_wire(int(registry.rpartition(":")[2])) as slow,
        socket_wire(tmp_path / "e.sock", SOCKET) as wire,
    ):
        slow.most = LARGE // 4
        found = await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/e.sock"})
        progress = found.push(tag, f"localhost:{slow.port}/{repository}", "v1")
        await reached(progress, moving)
        await wire.cut()
        with pytest.raises(EngineUnreachableError):
            await all_of(progress)
        await found.close()


@engine_only
async def test_what_the_engine_does_not_have_is_not_pushed(here: Engine, registry: str) -> None:
    with pytest.raises(ImageAbsentError, match="no image batchdeck-tests/never-made"):
        await all_of(here.push("batchdeck-tests/never-made:v1", f"{registry}/team/app", "v1"))


@pytest.mark.parametrize(
    ("repository", "tag", "words"),
    [
        ("localhost:5000/Team/app", "v1", "repository 'localhost:5000/Team/app': HOST/NAME"),
        ("app", "v1", "repository 'app': HOST/NAME"),
        ("localhost:5000/app:v1", "v1", "repository 'localhost:5000/app:v1'"),
        ("localhost:5000/app", "", "tag '': letters"),
        ("localhost:5000/app", ".v1", r"tag '\.v1': letters"),
        ("localhost:5000/app", "v 1", "tag 'v 1': letters"),
        ("localhost:5000/\x1b[2Japp", "v1", "repository 'localhost:5000/app'"),
    ],
)
async def test_names_that_no_registry_takes(repository: str, tag: str, words: str) -> None:
    async with scripted_engine() as scripted:
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(PushError, match=words):
            await all_of(found.push("x", repository, tag))
        await found.close()
    assert [path for _, path in scripted.requests] == ["/version"]


@pytest.mark.parametrize(
    ("registry", "query"),
    [
        ("host.example.com", {"tag": "v1"}),
        ("localhost.example.com:5000", {"tag": "v1"}),
        ("localhost:5000", {"tag": "v1", "tlsVerify": "false"}),
        ("127.0.0.1:5000", {"tag": "v1", "tlsVerify": "false"}),
    ],
)
async def test_the_end_of_the_stream_is_no_success(registry: str, query: dict[str, str]) -> None:
    """Podman has to be told that a registry of the machine has no TLS."""
    async with scripted_engine() as scripted:
        scripted.answers["/images/x/json"] = {"Id": "sha256:1"}
        scripted.answers["/images/sha256:1/tag"] = None
        scripted.answers[f"/images/{registry}/app/push"] = [{"status": "Pushed", "id": "a"}]
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(PushInterruptedError, match="without a digest"):
            await all_of(found.push("x", f"{registry}/app", "v1"))
        assert scripted.headers["X-Registry-Auth"] == "e30="
        assert scripted.query == query
        await found.close()
