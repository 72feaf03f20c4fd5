"""From the second start on the panes are there at once, and are not painted again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.pty_session import PtySession

CONSOLE = [sys.executable, "-m", "batchdeck", "--endpoint-url", "http://127.0.0.1:9"]
ENTER = b"\x1b[?1049h"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-west-1"}
    return {**os.environ, **keys, "XDG_CACHE_HOME": str(tmp_path)}


def opened_and_left(environment: dict[str, str]) -> PtySession:
    with PtySession(CONSOLE, size=(120, 40), environment=environment) as session:
        session.wait_for("cannot be reached")
        session.send("q")
        assert session.wait() == 0
        assert session.left_behind() == []
    return session


def test_the_second_start_paints_the_panes_once(environment: dict[str, str]) -> None:
    first = opened_and_left(environment)
    second = opened_and_left(environment)
    assert [bytes(each.output).count(ENTER) for each in (first, second)] == [1, 1]
    assert second.output.count(b"2 Queues") == 1
    assert first.output.find(b"2 Queues") > first.output.find(b"\x1b[?2004h")
    assert second.output.find(b"2 Queues") < second.output.find(b"\x1b[?2004h")


def test_what_is_typed_meanwhile_is_not_lost(environment: dict[str, str]) -> None:
    opened_and_left(environment)
    with PtySession(CONSOLE, size=(120, 40), environment=environment) as session:
        session.wait_for("2 Queues")
        session.send("?")
        session.wait_for("Everywhere")
        session.send("q")
        session.send("q")
        assert session.wait() == 0


def test_another_theme_is_another_frame(environment: dict[str, str]) -> None:
    opened_and_left(environment)
    with PtySession([*CONSOLE, "--ascii"], size=(120, 40), environment=environment) as session:
        session.wait_for("cannot be reached")
        assert "╭" not in session.text()
        session.send("q")
        assert session.wait() == 0
