"""However the console ends: the terminal is as it was, and the embedded account is gone."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.processes import Watch, command_line, descendants, watching
from tests.pty_session import PtySession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ARGUMENTS = ["--local", "--local-empty", "--local-pace", "immediate"]
CRASHING = f"""
from batchdeck.screens.console import ConsoleScreen
def crash(self):
    password = "hunter" + "22"
    raise ValueError("crashed on purpose")
ConsoleScreen.action_help = crash
from batchdeck.cli import main
main({ARGUMENTS!r})
"""


@contextmanager
def console(*command: str) -> Iterator[tuple[PtySession, Watch]]:
    """A console on an empty account, with the process of that account under watch."""
    arguments = command or ("-m", "batchdeck", *ARGUMENTS)
    with PtySession([sys.executable, *arguments], size=(80, 24)) as session:
        session.wait_for("no jobs yet")
        (account,) = (
            pid for pid in descendants(session.pid) if "batchdeck.local" in command_line(pid)
        )
        with watching(account) as watch:
            assert not watch.ends_within(0)
            yield session, watch


@pytest.mark.parametrize("keys", ["q", "\x11", "\x03"], ids=["q", "ctrl-q", "ctrl-c"])
def test_quit(keys: str) -> None:
    with console() as (session, account):
        session.send(keys)
        assert session.wait() == 0
        assert session.left_behind() == []
        assert account.ends_within(20)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal(number: signal.Signals) -> None:
    with console() as (session, account):
        session.kill(number)
        assert session.wait() == 128 + number
        assert session.left_behind() == []
        assert account.ends_within(20)


def test_a_lost_connection() -> None:
    with console() as (session, account):
        session.hang_up()
        assert session.wait() == 129
        assert account.ends_within(20)


def test_an_exception_is_told_without_values_of_variables() -> None:
    with console("-c", CRASHING) as (session, account):
        session.send("?")
        assert session.wait() == 1
        assert session.left_behind() == []
        told = session.output.decode().rpartition("\x1b[?1049l")[2]
        assert "crashed on purpose" in told
        assert "hunter22" not in told
        assert account.ends_within(20)


def test_a_kill_leaves_no_account() -> None:
    with console() as (session, account):
        session.kill(signal.SIGKILL)
        assert session.wait() == -signal.SIGKILL
        assert account.ends_within(20)


def test_quit_before_the_account_is_ready() -> None:
    with PtySession([sys.executable, "-m", "batchdeck", *ARGUMENTS], size=(80, 24)) as session:
        session.wait_for("help")
        session.send("q")
        assert session.wait() == 0
        assert session.left_behind() == []
