from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import EngineUnreachableError, ImageAbsentError, TrialError
from batchdeck.docker.trials import LABEL
from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.secret import Secret
from batchdeck.domain.trial import TrialOrder, TrialState
from tests.docker.conftest import SOCKET
from tests.docker.kitchen import unique
from tests.docker.marks import containers, processes
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import all_of, reached, until
from tests.docker.wire import socket_wire

engine_only = pytest.mark.engine


def shell(image: str, script: str) -> TrialOrder:
    return TrialOrder(image, ("/bin/sh", "-c", script))


def written(states: list[TrialState]) -> list[str]:
    """All lines of a run."""
    return [line for state in states for line in state.lines]


def gone(engine: DockerClient, container: str) -> bool:
    """Whether the engine has no such container, running or not."""
    return container not in {str(one["Id"]) for one in engine.api.containers(all=True)}


@engine_only
async def test_a_run_from_its_start_to_its_exit_code(
    here: Engine, engine: DockerClient, shell_image: str
) -> None:
    states = await all_of(here.run(shell(shell_image, "echo out; echo err >&2; printf x; exit 4")))
    assert [state.ended for state in states] == [False] * (len(states) - 1) + [True]
    assert sorted(written(states)) == ["err", "out", "x"]
    last = states[-1]
    assert (last.exit_code, last.out_of_memory, last.reason) == (4, False, "")
    assert gone(engine, last.container)


@engine_only
async def test_nothing_of_much_output_is_lost(here: Engine, shell_image: str) -> None:
    states = await all_of(here.run(shell(shell_image, "seq 100000; printf end")))
    assert written(states) == [*map(str, range(1, 100_001)), "end"]


@engine_only
async def test_the_container_is_as_it_was_ordered(
    here: Engine, engine: DockerClient, shell_image: str
) -> None:
    given = replace(
        shell(shell_image, 'echo "$WHO $(id -u):$(id -g)"; ls /sys/class/net; sleep 3600; echo'),
        environment=(EnvironmentVariable("WHO", Secret("you = me")),),
        memory=64,
        vcpus=0.5,
        user="1000:7",
        network="none",
    )
    run = here.run(given)
    lines: list[str] = []
    state = TrialState("")
    while "lo" not in lines:
        state = await reached(run, lambda found: bool(found.lines))
        lines += state.lines
    assert lines == ["you = me 1000:7", "lo"]
    said = engine.api.inspect_container(state.container)
    assert said["HostConfig"]["Memory"] == said["HostConfig"]["MemorySwap"] == 64 * 2**20
    assert said["HostConfig"]["NanoCpus"] == 500_000_000
    assert said["HostConfig"]["Binds"] is None
    assert said["Config"]["Labels"][LABEL] == "1"
    await run.aclose()
    assert gone(engine, state.container)


@engine_only
async def test_more_processors_than_there_are(here: Engine, shell_image: str) -> None:
    states = await all_of(here.run(replace(shell(shell_image, "true"), vcpus=4096)))
    assert states[-1].exit_code == 0


@engine_only
async def test_the_commands_of_the_image_itself(here: Engine, shell_image: str) -> None:
    states = await all_of(here.run(TrialOrder(shell_image)))
    # A shell without anything to read.
    assert states[-1].exit_code == 0


@engine_only
async def test_more_memory_than_it_may_have(here: Engine, shell_image: str) -> None:
    hungry = "a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done"
    states = await all_of(here.run(replace(shell(shell_image, hungry), memory=16)))
    assert states[-1].out_of_memory
    assert states[-1].exit_code == 137


@engine_only
async def test_what_it_writes_is_hostile(here: Engine, shell_image: str) -> None:
    script = "printf '\\033]52;c;aGk=\\007a\\033[2J\\n\\377b\\n日本\\n'"
    states = await all_of(here.run(shell(shell_image, script)))
    assert written(states) == ["a", "\N{REPLACEMENT CHARACTER}b", "日本"]


@engine_only
@pytest.mark.parametrize(
    ("given", "message", "advice"),
    [
        (TrialOrder("", ("nope",)), "executable file not found", "a program in the image"),
        (TrialOrder("", ("sh",), user="bob"), "unable to find user bob", "or a number"),
        (TrialOrder("", ("sh",), memory=1), "Minimum memory limit", ""),
        (TrialOrder("", ("sh",), network="batchdeck-none"), "batchdeck-none not found", ""),
    ],
)
async def test_a_container_that_cannot_start(
    here: Engine,
    engine: DockerClient,
    shell_image: str,
    given: TrialOrder,
    message: str,
    advice: str,
) -> None:
    with pytest.raises(TrialError, match=message) as caught:
        await all_of(here.run(replace(given, image=shell_image)))
    assert advice in caught.value.advice
    assert not [one for one in engine.api.containers(all=True) if one["Image"] == shell_image]


@engine_only
async def test_an_image_that_is_not_there(here: Engine) -> None:
    with pytest.raises(ImageAbsentError, match="batchdeck-tests/never-made"):
        await all_of(here.run(TrialOrder("batchdeck-tests/never-made:v1")))


@engine_only
@pytest.mark.parametrize("how", ["closed", "cancelled"])
async def test_a_run_that_nobody_waits_for_any_more_ends(
    here: Engine, engine: DockerClient, shell_image: str, how: str
) -> None:
    mark = unique("stopped")
    run = here.run(shell(shell_image, f"trap '' TERM; echo {mark}; sleep 3600; echo"))
    state = await reached(run, lambda found: mark in found.lines)
    assert processes(mark)
    if how == "closed":
        await run.aclose()
    else:
        waiting = asyncio.ensure_future(anext(run))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert gone(engine, state.container)
    await until(lambda: not processes(mark))


@engine_only
async def test_stopped_while_it_is_being_made(
    here: Engine, engine: DockerClient, shell_image: str
) -> None:
    mark = unique("early")
    for turns in range(8):
        run = here.run(shell(shell_image, f"echo {mark}; sleep 3600; echo"))
        starting = asyncio.ensure_future(anext(run))
        await asyncio.sleep(0.004 * turns)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await run.aclose()
        assert not containers(engine, mark)
    await until(lambda: not processes(mark))


@engine_only
async def test_an_engine_that_vanishes_during_a_run(
    engine: DockerClient, shell_image: str, tmp_path: Path
) -> None:
    mark = unique("vanished")
    async with socket_wire(tmp_path / "e.sock", SOCKET) as wire:
        found = await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/e.sock"})
        run = found.run(shell(shell_image, f"echo {mark}; sleep 3600; echo"))
        state = await reached(run, lambda one: mark in one.lines)
        await wire.cut()
        with pytest.raises(EngineUnreachableError, match="may still be there") as caught:
            await all_of(run)
        assert "docker rm -f batchdeck-trial-" in caught.value.advice
        await found.close()
    engine.api.remove_container(state.container, force=True)


async def test_podman_refuses_when_somebody_attaches() -> None:
    async with scripted_engine() as scripted:
        scripted.answers |= {
            "/info": {"NCPU": 2},
            "/containers/create": {"Id": "c"},
            "/containers/c/attach": {"message": "exec: nope: executable file not found"},
        }
        scripted.statuses |= {"/containers/c/attach": 500}
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(TrialError, match="not found") as caught:
            await all_of(found.run(TrialOrder("x")))
        assert "a program in the image" in caught.value.advice
        await found.close()


async def test_a_container_is_removed_by_its_name_even_when_none_was_made() -> None:
    async with scripted_engine() as scripted:
        scripted.answers |= {
            "/info": {"NCPU": 2},
            "/containers/create": {"message": "no"},
        }
        scripted.statuses |= {"/containers/create": 500}
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(TrialError, match=r"^no$"):
            await all_of(found.run(TrialOrder("x")))
        assert scripted.requests[-1][0] == "DELETE"
        name = scripted.requests[-1][1].rpartition("/")[2]
        assert name.startswith("batchdeck-trial-")
        await found.close()
