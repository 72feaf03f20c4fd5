"""A trial on the screen: run, read, stopped, run again, with a shell in it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from docker import DockerClient

from batchdeck.docker.engine import Engine
from batchdeck.shipping.trial import FindEngine, TrialPlan
from tests.docker.kitchen import SHELL, built, unique
from tests.docker.marks import containers, processes
from tests.docker.waiting import until
from tests.pty_session import PtySession
from tests.screens.console_app import NARROW, WIDE, Driver, gone, painted, seen
from tests.screens.trial_app import TrialApp, find, plan

WAIT = 30.0
engine_only = pytest.mark.engine


@pytest_asyncio.fixture
async def image(engine: DockerClient, tmp_path: Path) -> AsyncIterator[str]:
    """The name of an image with a shell."""
    name = f"batchdeck-tests/{unique('trial')}:v1"
    found = await Engine.find({"HOME": str(tmp_path)})
    await built(found, tmp_path, SHELL, name)
    await found.close()
    yield name
    engine.images.remove(name, force=True)


@asynccontextmanager
async def trying(
    given: TrialPlan, find_engine: FindEngine = find, size: tuple[int, int] = NARROW
) -> AsyncIterator[Driver]:
    """The screen of a trial."""
    app = TrialApp(given, find_engine)
    async with app.run_test(size=size) as pilot:
        yield pilot


def left(pilot: Driver) -> bool:
    """Whether the screen is gone."""
    app: Any = pilot.app
    result: bool = app.left
    return result


@engine_only
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_it_writes_and_how_it_ends(
    image: str, engine: DockerClient, size: tuple[int, int]
) -> None:
    mark = unique("tried")
    async with trying(
        plan(image, f"echo {mark}; echo tried $((40+2)); exit 3", memory=64), size=size
    ) as pilot:
        await seen(pilot, "Tried here", "etl:3", "64 MiB", seconds=WAIT)
        await seen(pilot, "tried 42", "ended with exit code 3", seconds=WAIT)
        await seen(pilot, "r run again")
        assert "s shell" not in painted(pilot.app)
        assert not containers(engine, mark)
        await pilot.press("escape")
        await until(lambda: left(pilot))


@engine_only
async def test_escape_stops_it_first_and_then_it_can_be_run_again(
    image: str, engine: DockerClient
) -> None:
    mark = unique("stopped")
    async with trying(plan(image, f"echo {mark}; sleep 3600; echo")) as pilot:
        await seen(pilot, "running, container", "s shell", seconds=WAIT)
        await until(lambda: containers(engine, mark))
        await pilot.press("r")
        await pilot.press("escape")
        await seen(pilot, "stopped, its container is removed", "r run again", seconds=WAIT)
        assert not containers(engine, mark)
        assert not left(pilot)
        await pilot.press("r")
        await seen(pilot, "running, container", seconds=WAIT)
        await pilot.press("escape")
        await seen(pilot, "stopped, its container is removed", seconds=WAIT)
        await pilot.press("escape")
        await until(lambda: left(pilot))
    await until(lambda: not processes(mark))


@engine_only
async def test_leaving_the_app_leaves_no_container(image: str, engine: DockerClient) -> None:
    mark = unique("quit")
    async with trying(plan(image, f"echo {mark}; sleep 3600; echo")) as pilot:
        await seen(pilot, "running, container", seconds=WAIT)
        await until(lambda: containers(engine, mark))
    await until(lambda: not containers(engine, mark) and not processes(mark))


async def test_no_engine_is_told_with_what_helps(tmp_path: Path) -> None:
    async def absent() -> Engine:
        return await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/none.sock"})

    async with trying(plan("app:v1", "true"), absent) as pilot:
        await seen(pilot, "no container engine", "install Docker or Podman")
        await pilot.press("s")
        await pilot.press("escape")
        await until(lambda: left(pilot))


@engine_only
async def test_its_output_can_be_searched_and_escape_ends_that_first(image: str) -> None:
    async with trying(plan(image, "seq 40 42; sleep 3600; echo")) as pilot:
        await seen(pilot, "41", seconds=WAIT)
        await pilot.press("g", "m")
        await pilot.press("escape")
        await seen(pilot, "running, container")
        await pilot.press("escape")
        await seen(pilot, "stopped, its container is removed", seconds=WAIT)
        await gone(pilot, "s shell")


@engine_only
async def test_what_is_written_again_is_shown_again(image: str) -> None:
    again = "for n in 1 2 3; do echo $((40+2)) again; sleep 1; done; exit 3"
    async with trying(plan(image, again)) as pilot:
        await seen(pilot, "ended with exit code 3", seconds=WAIT)
        await until(lambda: painted(pilot.app).count("42 again") == 3)


@engine_only
async def test_no_terminal_to_give_to_a_shell(image: str) -> None:
    async with trying(plan(image, "sleep 3600; echo")) as pilot:
        await seen(pilot, "s shell", seconds=WAIT)
        await pilot.press("s")
        await seen(pilot, "this terminal cannot be given to a shell")


def in_terminal(image: str, script: str) -> PtySession:
    """The screen in a terminal of its own."""
    return PtySession(
        [sys.executable, "-m", "tests.screens.trial_app", image, script], size=(100, 30)
    )


@engine_only
async def test_a_shell_in_the_container_while_its_output_is_read_on(
    image: str, engine: DockerClient
) -> None:
    mark = unique("shell")
    script = (
        f"echo {mark}; until test -e /go; do sleep 0.2; done; echo went $((40+2)); sleep 3600; echo"
    )

    def use() -> None:
        with in_terminal(image, script) as session:
            session.wait_for("running, container", WAIT)
            session.wait_for(mark, WAIT)
            session.send("s")
            session.wait_for("/ #", WAIT)
            session.send("echo $((40+2)) inside\r")
            session.wait_for("42 inside", WAIT)
            session.send("touch /go; sleep 2; exit\r")
            session.wait_for("went 42", WAIT)
            session.wait_for("running, container", WAIT)
            assert "42 inside" not in session.text()
            session.send("\x1b")
            session.wait_for("stopped, its container is removed", WAIT)
            session.send("\x11")
            assert session.wait(WAIT) == 0
            assert session.left_behind() == []

    await asyncio.to_thread(use)
    assert not containers(engine, mark)
    await until(lambda: not processes(mark))


@engine_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, None])
async def test_a_signal_leaves_no_container(
    image: str, engine: DockerClient, number: signal.Signals | None
) -> None:
    mark = unique("signal")

    def use() -> None:
        with in_terminal(image, f"echo {mark}; sleep 3600; echo") as session:
            session.wait_for("running, container", WAIT)
            session.wait_for(mark, WAIT)
            if number is None:
                session.send("\x11")
            else:
                session.kill(number)
            session.wait(WAIT)
            assert session.left_behind() == []

    await asyncio.to_thread(use)
    await until(lambda: not containers(engine, mark) and not processes(mark))
