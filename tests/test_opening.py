"""The first frame of an earlier start stands on the screen before anything is imported."""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path

import pytest

from batchdeck.opening import KEPT, Opening
from tests.pty_session import PtySession

PROGRAM = """
import sys, time
from pathlib import Path
from batchdeck.opening import Opening, opened
HEAVY = ("textual", "asyncio")
opening = Opening(Path(sys.argv[1]), ["dark"])
if sys.argv[2] == "keep":
    opening.keep("the panes")
else:
    with opened(opening):
        print("shown:", opening.shown, "modules:", *(each in sys.modules for each in HEAVY))
        if sys.argv[2] == "fail":
            raise SystemExit(3)
        time.sleep(600)
"""


def started(folder: Path, what: str, size: tuple[int, int] = (80, 24)) -> PtySession:
    return PtySession([sys.executable, "-c", PROGRAM, str(folder), what], size=size)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with started(tmp_path, "keep") as session:
        assert session.wait() == 0
    return tmp_path


def test_a_first_start_shows_nothing_and_leaves_the_terminal_alone(tmp_path: Path) -> None:
    with started(tmp_path, "wait") as session:
        session.wait_for("shown:  modules: False False")
        assert b"\x1b" not in session.output
        session.kill(signal.SIGTERM)
        assert session.wait() == 128 + signal.SIGTERM


def test_the_frame_stands_there_before_textual_is_imported(kept: Path) -> None:
    with started(kept, "wait") as session:
        session.wait_for("shown: the panes modules: False False")
        session.send("secret")
        session.kill(signal.SIGTERM)
        session.wait()
        assert "secret" not in session.output.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_the_app_has_begun(kept: Path, number: signal.Signals) -> None:
    with started(kept, "wait") as session:
        session.wait_for("shown: the panes")
        session.kill(number)
        session.wait()
        assert session.left_behind() == []


def test_a_failure_before_the_app_has_begun(kept: Path) -> None:
    with started(kept, "fail") as session:
        assert session.wait() == 3
        assert session.left_behind() == []


def test_another_size_is_another_frame(kept: Path) -> None:
    with started(kept, "wait", (100, 30)) as session:
        session.wait_for("shown:  modules:")


@pytest.fixture
def sized(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))


@pytest.mark.usefixtures("sized")
def test_the_oldest_frames_are_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        Opening(tmp_path, [number]).keep("panes")
    assert len(list(tmp_path.iterdir())) == KEPT


@pytest.mark.usefixtures("sized")
def test_a_folder_that_cannot_be_made_is_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.INFO):
        Opening(tmp_path / "file", []).keep("panes")
    assert "cannot keep the first frame" in caplog.text
