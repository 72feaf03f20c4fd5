"""On every way out the terminal is as it was, and the process is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from batchdeck.exits import RESTORE
from tests.pty_session import PtySession


@contextmanager
def leaving_app(grace: float = 30) -> Iterator[PtySession]:
    """The app of `tests.leaving_app`, waiting for a key."""
    command = [sys.executable, "-m", "tests.leaving_app", str(grace)]
    with PtySession(command, size=(60, 10)) as session:
        session.wait_for("ready")
        yield session


def test_the_harness_sees_a_full_screen_program_at_work() -> None:
    with leaving_app() as session:
        at_work = session.left_behind()
    assert {"alternate screen", "mouse movements", "terminal attributes"} <= set(at_work)


def test_quit_gives_the_code_of_the_app() -> None:
    with leaving_app() as session:
        session.send("q")
        assert session.wait() == 7
        assert session.left_behind() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    with leaving_app() as session:
        session.kill(number)
        assert session.wait() == 128 + number
        assert session.left_behind() == []
        assert RESTORE not in session.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_there_is_an_app(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "tests.leaving_app", "30", "slow"]
    with PtySession(command, size=(60, 10)) as session:
        session.wait_for("no app yet")
        session.kill(number)
        assert session.wait() == 128 + number
        assert session.left_behind() == []


def test_a_crash_shows_why_on_the_restored_terminal() -> None:
    with leaving_app() as session:
        session.send("x")
        assert session.wait() == 1
        assert session.left_behind() == []
        assert "crashed on purpose" in session.output.decode().rpartition("\x1b[?1049l")[2]


def block(session: PtySession) -> None:
    """Have the app's loop hang."""
    session.send("b")
    session.wait_for(lambda _: b"blocked" in session.output)


def test_a_blocked_loop_is_ended_by_force() -> None:
    with leaving_app(grace=0.3) as session:
        block(session)
        session.kill(signal.SIGTERM)
        assert session.wait(20) == 143
        assert session.left_behind() == []


def test_a_second_signal_does_not_wait() -> None:
    with leaving_app(grace=60) as session:
        block(session)
        session.kill(signal.SIGTERM)
        session.kill(signal.SIGINT)
        assert session.wait(20) in {143, 130}
        assert session.left_behind() == []


def test_a_hanging_thread_does_not_delay_the_end() -> None:
    with leaving_app(grace=0.3) as session:
        session.send("t")
        begin = time.monotonic()
        assert session.wait() == 7
        assert time.monotonic() - begin < 20
        assert session.left_behind() == []


def test_a_lost_terminal_ends_it() -> None:
    with leaving_app(grace=1) as session:
        session.hang_up()
        assert session.wait(20) == 129


WITHOUT_HANGUP_SIGNAL = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
child = os.fork()
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.setsid()
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def test_a_lost_terminal_ends_it_also_without_the_signal() -> None:
    """As in a container whose client went away: nobody sends SIGHUP there."""
    command = [sys.executable, "-c", WITHOUT_HANGUP_SIGNAL, "-m", "tests.leaving_app", "1"]
    with PtySession(command, size=(60, 10)) as session:
        session.wait_for("ready")
        session.hang_up()
        assert session.wait(20) == 129


def test_without_a_terminal_nothing_is_drawn() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "batchdeck"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "batchdeck: the console needs a terminal\n"
