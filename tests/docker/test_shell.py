from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.docker.addresses import Address, Certificates
from batchdeck.docker.engine import Engine
from batchdeck.docker.shell import main, shell_command
from tests.docker.conftest import SOCKET
from tests.docker.kitchen import built, unique
from tests.docker.marks import processes
from tests.docker.waiting import until
from tests.docker.wire import socket_wire
from tests.pty_session import PtySession

HERE = Address(f"unix://{SOCKET}", "test")
WAIT = 60.0


@pytest.fixture
def container(engine: DockerClient, shell_image: str) -> Iterator[str]:
    """A container that only waits."""
    made = engine.containers.run(
        shell_image, ["/bin/sh", "-c", "trap exit TERM; sleep 3600 & wait"], detach=True
    )
    yield str(made.id)
    made.remove(force=True)


def in_terminal(address: Address, container: str) -> PtySession:
    return PtySession(shell_command(address, container), size=(100, 30))


def test_the_command_line_leads_to_the_same_engine(tmp_path: Path) -> None:
    assert shell_command(HERE, "abc") == [
        *(sys.executable, "-m", "batchdeck.docker.shell", f"unix://{SOCKET}", "abc"),
    ]
    behind_tls = Address("tcp://h:2376", "test", Certificates(tmp_path, verify=False))
    assert shell_command(behind_tls, "abc")[-3:] == [
        "--certificates",
        str(tmp_path),
        "--unverified",
    ]


@pytest.mark.engine
async def test_a_shell_in_a_terminal(container: str, here: Engine) -> None:
    def use() -> None:
        with PtySession(here.shell_command(container), size=(100, 30)) as session:
            session.wait_for("/ #", WAIT)
            session.send("echo $((40+2)) $TERM\r")
            session.wait_for("42 xterm-256color", WAIT)
            session.send("echo 日本; exit 7\r")
            session.wait_for(lambda lines: "日本" in lines, WAIT)
            assert session.wait(WAIT) == 7
            assert session.left_behind() == []

    await asyncio.to_thread(use)


@pytest.mark.engine
async def test_keys_and_the_size_reach_the_program(container: str) -> None:
    mark = unique("interrupted")

    def use() -> None:
        with in_terminal(HERE, container) as session:
            session.wait_for("/ #", WAIT)
            session.send(f"sh -c 'echo begin; sleep 3600; echo {mark}'\r")
            session.wait_for(lambda lines: "begin" in lines, WAIT)
            session.send("\x03")
            session.send("echo end\r")
            session.wait_for(lambda lines: "end" in lines, WAIT)
            assert mark not in session.screen()
            session.resize((90, 20))
            # The size arrives beside the keys: ask until it is there.
            session.send(
                "while test \"$(stty size)\" != '20 90'; do sleep 0.1; done; echo resized\r"
            )
            session.wait_for(lambda lines: "resized" in lines, WAIT)
            session.send("\x04")
            session.wait(WAIT)

    await asyncio.to_thread(use)
    await until(lambda: not processes(mark))


@pytest.mark.engine
async def test_an_image_without_a_shell(
    here: Engine, engine: DockerClient, tag: str, tmp_path: Path
) -> None:
    await built(
        here,
        tmp_path,
        'FROM scratch\nCOPY busybox /busybox\nCMD ["/busybox", "sleep", "3600"]\n',
        tag,
    )
    made = engine.containers.run(tag, detach=True)

    def use() -> None:
        with in_terminal(HERE, str(made.id)) as session:
            session.wait_for("executable file", WAIT)
            assert session.wait(WAIT) in {126, 127}
            assert session.left_behind() == []

    try:
        await asyncio.to_thread(use)
    finally:
        made.remove(force=True)


@pytest.mark.engine
def test_a_container_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([HERE.url, "batchdeck-never-made"]) == 126
    assert "no shell: No such container: batchdeck-never-made" in capsys.readouterr().err


def test_an_engine_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"unix://{tmp_path}/none.sock", "x"]) == 126
    assert "No such file" in capsys.readouterr().err


@pytest.mark.engine
async def test_a_connection_that_breaks_gives_the_terminal_back(
    container: str, tmp_path: Path
) -> None:
    address = Address(f"unix://{tmp_path}/e.sock", "test")
    async with socket_wire(tmp_path / "e.sock", SOCKET) as wire:
        with in_terminal(address, container) as session:
            await asyncio.to_thread(session.wait_for, "/ #", WAIT)
            session.send("echo $((40+2))\r")
            await asyncio.to_thread(session.wait_for, "42", WAIT)
            await wire.cut()
            assert await asyncio.to_thread(session.wait, WAIT) == 126
            assert "no shell" in session.text()
            assert session.left_behind() == []
