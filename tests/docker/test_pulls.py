from __future__ import annotations

from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import PullError
from batchdeck.domain.container_image import RegistryLogin
from batchdeck.domain.secret import Secret
from tests.docker.guarded_registry import PASSWORD, USER, guarded_registry
from tests.docker.kitchen import unique
from tests.docker.scripted_engine import scripted_engine
from tests.docker.test_pushes import LARGE, large_image, moving
from tests.docker.waiting import all_of, reached, until
from tests.docker.wire import tcp_wire

engine_only = pytest.mark.engine


async def shipped(here: Engine, engine: DockerClient, parent: Path, tag: str, target: str) -> str:
    """The digest of an image that only the registry has."""
    await large_image(here, parent, tag)
    pushed = (await all_of(here.push(tag, target, "v1")))[-1].pushed
    assert pushed
    engine.images.remove(str(engine.images.get(tag).id), force=True)
    return pushed.digest


@engine_only
async def test_an_image_by_its_tag_and_by_its_digest(
    here: Engine, engine: DockerClient, registry: str, tag: str, tmp_path: Path
) -> None:
    target = f"{registry}/batchdeck-tests/{unique('pull')}"
    digest = await shipped(here, engine, tmp_path, tag, target)
    for reference in (f"{target}:v1", f"{target}@{digest}"):
        progress = await all_of(here.pull(reference))
        last = progress[-1]
        assert last.image
        assert f"{target}@{digest}" in last.image.digests
        assert all(layer.settled for layer in last.layers)
        assert all(before.image is None for before in progress[:-1])
        assert last.done == last.total > LARGE * 0.9
        engine.images.remove(last.image.id, force=True)


@engine_only
async def test_a_pull_that_nobody_waits_for_any_more_ends(
    here: Engine, engine: DockerClient, registry: str, tag: str, tmp_path: Path
) -> None:
    name = f"batchdeck-tests/{unique('pull')}"
    await shipped(here, engine, tmp_path, tag, f"{registry}/{name}")
    async with tcp_wire(int(registry.rpartition(":")[2])) as wire:
        wire.crawls_back_after = LARGE // 4
        progress = here.pull(f"localhost:{wire.port}/{name}:v1")
        await reached(progress, moving)
        await progress.aclose()
        await until(lambda: not wire.connections)


@engine_only
@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("batchdeck-tests/none:v1", "manifest unknown", "name and the tag"),
        ("UPPER", "invalid reference format", ""),
    ],
)
async def test_what_no_registry_has(
    here: Engine, registry: str, name: str, message: str, advice: str
) -> None:
    with pytest.raises(PullError, match=message) as caught:
        await all_of(here.pull(f"{registry}/{name}"))
    assert advice in caught.value.advice


@engine_only
async def test_a_registry_out_of_reach(here: Engine) -> None:
    with pytest.raises(PullError, match="no such host") as caught:
        await all_of(here.pull("registry.nowhere.invalid/app:v1"))
    assert "cannot reach the registry" in caught.value.advice


@engine_only
async def test_a_login_opens_the_registry(
    here: Engine, engine: DockerClient, shell_image: str, tmp_path: Path
) -> None:
    assert engine.ping()
    async with guarded_registry(tmp_path) as registry:
        login = RegistryLogin(USER, Secret(PASSWORD), registry)
        await all_of(here.push(shell_image, f"{registry}/app", "v1", login))
        with pytest.raises(PullError) as caught:
            await all_of(here.pull(f"{registry}/app:v1"))
        assert "ecr:BatchGetImage" in caught.value.advice
        assert (await all_of(here.pull(f"{registry}/app:v1", login)))[-1].image


@pytest.mark.parametrize(
    ("reference", "name", "tag"),
    [
        ("app", "app", "latest"),
        ("app:v1", "app", "v1"),
        ("localhost:5000/team/app", "localhost:5000/team/app", "latest"),
        ("localhost:5000/team/app:v1", "localhost:5000/team/app", "v1"),
        ("host.example/app:v1@sha256:0", "host.example/app", "sha256:0"),
    ],
)
async def test_one_tag_is_asked_for(reference: str, name: str, tag: str) -> None:
    async with scripted_engine() as scripted:
        scripted.answers["/images/create"] = [{"error": "denied: no"}]
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(PullError, match="denied: no"):
            await all_of(found.pull(reference))
        assert scripted.query == {"fromImage": name, "tag": tag}
        await found.close()


async def test_logins_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"credsStore": "batchdeck-never-installed"}')
    async with scripted_engine() as scripted:
        environ = {"DOCKER_HOST": scripted.address, "DOCKER_CONFIG": str(tmp_path)}
        found = await Engine.find(environ)
        with pytest.raises(PullError, match="cannot be read"):
            await all_of(found.pull("app"))
        await found.close()
