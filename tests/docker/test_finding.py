from __future__ import annotations

import socket
from pathlib import Path

import pytest

from batchdeck.docker.errors import (
    EngineAbsentError,
    EngineDeniedError,
    EngineUnreachableError,
)
from batchdeck.docker.finding import find
from tests.docker.conftest import SOCKET
from tests.docker.nobody import as_nobody, as_root
from tests.docker.scripted_engine import scripted_engine

FIND = """
from batchdeck.docker.finding import find
work = find({"DOCKER_HOST": "unix://" + sys.argv[1]})
"""


@pytest.fixture
def dead_socket(open_folder: Path) -> Path:
    """A socket file whose engine has gone."""
    path = open_folder / "dead.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    return path


@pytest.mark.engine
async def test_the_engine_of_this_machine_says_what_it_is(tmp_path: Path) -> None:
    api, engine = await find({"HOME": str(tmp_path)})
    await api.close()
    assert engine.address == f"unix://{SOCKET}"
    assert (engine.name, engine.os) == ("Docker", "linux")
    assert engine.architecture in {"amd64", "arm64"}
    assert engine.version[0].isdigit()


async def test_nothing_where_a_variable_points_to(tmp_path: Path) -> None:
    nowhere = f"unix://{tmp_path}/nowhere.sock"
    with pytest.raises(
        EngineAbsentError, match=r"DOCKER_HOST is unix://.*nothing is there"
    ) as caught:
        await find({"DOCKER_HOST": nowhere})
    assert caught.value.tried == (nowhere,)
    assert "install Docker or Podman" in caught.value.advice


async def test_no_engine_at_all_tells_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batchdeck.docker import addresses

    monkeypatch.setattr(addresses, "_usual", lambda _: [tmp_path / "a.sock", tmp_path / "b.sock"])
    with pytest.raises(EngineAbsentError, match="none found") as caught:
        await find({})
    assert caught.value.tried == (f"unix://{tmp_path}/a.sock", f"unix://{tmp_path}/b.sock")


async def test_a_socket_without_its_engine_is_not_the_same_as_none(dead_socket: Path) -> None:
    with pytest.raises(EngineUnreachableError, match="Connection refused") as caught:
        await find({"DOCKER_HOST": f"unix://{dead_socket}"})
    assert "systemctl start docker" in caught.value.advice


async def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(EngineUnreachableError, match="does not answer"):
            await find({"DOCKER_HOST": address})


@as_root
def test_no_right_to_the_socket(dead_socket: Path) -> None:
    dead_socket.chmod(0o000)
    kind, message, advice = as_nobody(FIND, dead_socket)
    assert kind == EngineDeniedError.__name__
    assert message == f"no right to use the engine at {dead_socket}"
    assert "usermod -aG docker" in advice
    assert "rootless" in advice


async def test_podman_is_known_by_its_components() -> None:
    async with scripted_engine() as scripted:
        scripted.version["Components"] = [{"Name": "Podman Engine"}]
        scripted.version["Version"] = "4.3.1\x1b[2J"
        api, engine = await find({"DOCKER_HOST": scripted.address})
        await api.close()
    assert (engine.name, engine.version) == ("Podman", "4.3.1")


@pytest.mark.parametrize(
    ("newest", "least", "spoken"),
    [("1.41", "1.12", "1.41"), ("1.99", "1.44", "1.47"), ("1.99", "1.60", "1.60")],
)
async def test_the_newest_version_that_both_speak(newest: str, least: str, spoken: str) -> None:
    async with scripted_engine() as scripted:
        scripted.version |= {"ApiVersion": newest, "MinAPIVersion": least}
        scripted.answers["/info"] = {"NCPU": 2}
        api, _ = await find({"DOCKER_HOST": scripted.address})
        assert await api.call("GET", "/info") == {"NCPU": 2}
        await api.close()
    assert scripted.requests[-1] == ("GET", f"/v{spoken}/info")


@pytest.mark.parametrize("said", [{"hello": "world"}, ["1.41"], None])
async def test_what_answers_may_be_something_else(said: object) -> None:
    async with scripted_engine() as scripted:
        scripted.version = said
        with pytest.raises(EngineUnreachableError, match="is no container engine"):
            await find({"DOCKER_HOST": scripted.address})
