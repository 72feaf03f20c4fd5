"""The real console gives its terminal to a real editor, and takes it back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.local.cloud import REGION, Cloud
from tests.pty_session import PtySession
from tests.screens.definitions_in import TOKEN, active, revision

EDITOR = """#!/bin/sh
echo "editing $(basename $1)"
if [ -t 0 ] && [ -t 1 ]; then echo "on a terminal"; fi
read -r answer
case $answer in
  image) sed -i s/etl:v1/etl:v2/ $1 ;;
  garbage) printf '\\033[31m\\377 nonsense' > $1 ;;
  give-up) exit 1 ;;
esac
"""
PATIENCE = 90


@pytest.fixture
def cloud(empty_account: LocalAccount) -> Cloud:
    return Cloud(empty_account.endpoint)


@contextmanager
def in_editor(
    cloud: Cloud, tmp_path: Path, size: tuple[int, int] = (80, 24)
) -> Iterator[tuple[PtySession, Path]]:
    """A console whose terminal an editor has, and the directory in which its file is."""
    revision(cloud, "etl", "etl:v1", variables={"TOKEN": TOKEN})
    editor, place = tmp_path / "editor", tmp_path / "runtime"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    place.mkdir()
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "TERM": "xterm-256color",
        "VISUAL": str(editor),
        "XDG_RUNTIME_DIR": str(place),
    }
    command = ["-m", "batchdeck", "--endpoint-url", cloud.endpoint, "--region", REGION]
    with PtySession([sys.executable, *command], size=size, environment=environment) as session:
        session.wait_for("no jobs yet" if size[0] < 100 else "etl", PATIENCE)
        session.send("3")
        session.wait_for("e edit", PATIENCE)
        session.wait_for("etl ", PATIENCE)
        session.send("e")
        session.wait_for("enter opens", PATIENCE)
        session.send("\r")
        session.wait_for("editing etl.json", PATIENCE)
        session.wait_for("on a terminal", PATIENCE)
        assert session.modes()[1049] is False
        assert len(list(place.glob("*/etl.json"))) == 1
        yield session, place


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
def test_edited_and_registered(cloud: Cloud, tmp_path: Path, size: tuple[int, int]) -> None:
    with in_editor(cloud, tmp_path, size) as (session, place):
        session.send("image\r")
        session.wait_for("1 value differs", PATIENCE)
        session.wait_for('+ "etl:v2"', PATIENCE)
        assert "editing etl.json" not in session.text()
        assert list(place.iterdir()) == []
        session.send("\x13")
        session.wait_for("etl:2 is registered", PATIENCE)
        session.send("\x11")
        assert session.wait(PATIENCE) == 0
        assert session.left_behind() == []
    assert active(cloud, "etl") == [1, 2]
    assert TOKEN.encode() not in session.output


def test_garbage_goes_back_into_the_editor(cloud: Cloud, tmp_path: Path) -> None:
    with in_editor(cloud, tmp_path) as (session, place):
        session.send("garbage\r")
        session.wait_for("the byte 0xff is not UTF-8", PATIENCE)
        session.send("\r")
        session.wait_for("editing etl.json", PATIENCE)
        (file,) = place.glob("*/etl.json")
        assert file.read_bytes() == b"\x1b[31m\xff nonsense"
        session.send("give-up\r")
        session.wait_for("ended with code 1", PATIENCE)
        session.send("\x11")
        assert session.wait(PATIENCE) == 0
    assert active(cloud, "etl") == [1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_editor_too_and_no_file_stays(
    cloud: Cloud, tmp_path: Path, number: signal.Signals
) -> None:
    with in_editor(cloud, tmp_path) as (session, place):
        session.kill(number)
        assert session.wait(PATIENCE) == 128 + number
        assert session.left_behind() == []
        assert list(place.iterdir()) == []


def test_a_lost_connection_leaves_no_file(cloud: Cloud, tmp_path: Path) -> None:
    with in_editor(cloud, tmp_path) as (session, place):
        session.hang_up()
        assert session.wait(PATIENCE) == 129
        assert list(place.iterdir()) == []
