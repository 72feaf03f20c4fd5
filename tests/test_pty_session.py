"""The harness sees what a program does to its terminal."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.pty_session import PtySession


def python(program: str) -> list[str]:
    """The command for a few lines of Python."""
    return [sys.executable, "-S", "-c", program]


def test_shows_the_screen_with_wide_characters() -> None:
    with PtySession(
        python("print('日次集計|'); print('\\x1b[3;5Hthere')"), size=(20, 5)
    ) as session:
        assert session.wait() == 0
        assert session.screen() == ["日次集計|", "", "    there", "", ""]


def test_types_and_reads_back() -> None:
    with PtySession(python("print('got ' + input('name? '))")) as session:
        session.wait_for("name?")
        session.send("batch\n")
        session.wait_for("got batch")
        assert session.wait() == 0


def test_an_answer_is_given_to_a_question_for_the_cursor() -> None:
    program = (
        "import os, tty; tty.setraw(0); print('\\x1b[6n', end='', flush=True); "
        "answer = os.read(0, 20); print(repr(answer))"
    )
    with PtySession(python(program)) as session:
        session.wait_for("[1;1R")


def test_keyboard_sequences_are_no_text() -> None:
    with PtySession(python("print('a\\x1b[>1u\\x1b[?2026$p\\x1b[<ub')")) as session:
        session.wait()
        assert session.screen()[0] == "ab"


@pytest.mark.parametrize(
    ("sequence", "name"),
    [
        ("[?1049h", "alternate screen"),
        ("[?1000;1006h", "mouse clicks"),
        ("[?2004h", "bracketed paste"),
        ("[?25l", "hidden cursor"),
        ("[>1u", "kitty keyboard protocol"),
    ],
)
def test_notices_what_is_left_behind(sequence: str, name: str) -> None:
    with PtySession(python(f"print('\\x1b{sequence}')")) as session:
        session.wait()
        assert name in session.left_behind()


def test_notices_changed_attributes() -> None:
    with PtySession(python("import tty; tty.setcbreak(0)")) as session:
        session.wait()
        assert session.left_behind() == ["terminal attributes"]


def test_a_restored_terminal_is_clean() -> None:
    with PtySession(python("print('\\x1b[?1049h\\x1b[?25l\\x1b[?25h\\x1b[?1049l')")) as session:
        session.wait()
        assert session.left_behind() == []


def test_signals_and_a_hang_up_reach_the_program() -> None:
    with PtySession(python("import time; print('up', flush=True); time.sleep(60)")) as session:
        session.wait_for("up")
        session.kill(signal.SIGTERM)
        assert session.wait() == -signal.SIGTERM
    with PtySession(python("import time; print('up', flush=True); time.sleep(60)")) as session:
        session.wait_for("up")
        session.hang_up()
        assert session.wait() == -signal.SIGHUP


def test_a_new_size_reaches_the_program() -> None:
    program = (
        "import os, signal; change = {signal.SIGWINCH}; "
        "signal.pthread_sigmask(signal.SIG_BLOCK, change); print('up', flush=True); "
        "signal.sigwait(change); print(tuple(os.get_terminal_size()))"
    )
    with PtySession(python(program)) as session:
        session.wait_for("up")
        session.resize((100, 30))
        session.wait_for("(100, 30)")


def test_the_terminal_alone_says_how_large_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    program = "import shutil; print(tuple(shutil.get_terminal_size()))"
    with PtySession(python(program), size=(60, 10)) as session:
        session.wait_for("(60, 10)")


def test_a_missing_text_is_an_error_with_the_screen() -> None:
    session = PtySession(python("print('something else'); input()"))
    with session, pytest.raises(AssertionError, match="something else"):
        session.wait_for("this", timeout=0.3)
