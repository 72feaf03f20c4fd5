"""Logs in the console on an embedded account: of jobs, of children, of several at once."""

from __future__ import annotations

import sys
import time

import pytest
from textual.widgets import Input

from batchdeck.panes.deck import Deck
from batchdeck.widgets.log_view import LogView
from tests.local.cloud import REGION, Cloud
from tests.pty_session import PtySession, Size
from tests.screens.console_app import NARROW, WIDE, console, gone, painted, seen, until
from tests.widgets.log_terminal import MARK
from tests.widgets.test_log_terminal import C1, OF_DATA, POINTER, STRINGS

PROBE = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/probe:1"
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def probing(cloud: Cloud, *command: str) -> str:
    """A definition of the demo's program that writes four lines, and fails with `ng`."""
    return cloud.definition(container={"image": PROBE, "command": ["probe", *command]})


@SIZES
async def test_two_keys_lead_from_an_array_to_the_log_of_the_child_that_failed(
    cloud: Cloud, size: Size
) -> None:
    array = cloud.submit(
        cloud.queue(), probing(cloud, "ng"), name="sweep", arrayProperties={"size": 2}
    )
    cloud.wait(array, "FAILED")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "sweep [2]", "FAILED")
        await pilot.press("l")
        await seen(pilot, "all children, by time")
        await pilot.press("enter")
        await seen(pilot, "probe: ng: database refused the connection", "exit 1")
        await pilot.press("escape")
        await seen(pilot, "all children, by time")
        await pilot.press("G", "enter")
        await seen(pilot, "sweep:0", "sweep:1")


@SIZES
async def test_attempts_are_gone_through_by_key(cloud: Cloud, size: Size) -> None:
    retried = cloud.submit(
        cloud.queue(), probing(cloud, "ng"), name="again", retryStrategy={"attempts": 2}
    )
    cloud.wait(retried, "FAILED")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "again", "FAILED")
        await pilot.press("l")
        await seen(pilot, "attempt 2 of 2, exit 1", "probe: ng")
        await until(lambda: isinstance(pilot.app.focused, LogView))
        await pilot.press("left_curly_bracket")
        await seen(pilot, "attempt 1 of 2, exit 1", "probe: ng")
        await pilot.press("right_curly_bracket")
        await seen(pilot, "attempt 2 of 2, exit 1", "probe: ng")


@SIZES
async def test_the_logs_of_marked_jobs_are_one(cloud: Cloud, size: Size) -> None:
    queue, definition = cloud.queue(), probing(cloud)
    for name in ("left", "right"):
        cloud.wait(cloud.submit(queue, definition, name=name), "SUCCEEDED")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "left", "right", "SUCCEEDED")
        await pilot.press("space", "j", "space", "l")
        await seen(pilot, "left  probe: ok", "right probe: ok")
        await pilot.press("escape", "ctrl+backslash")
        if size == NARROW:
            await pilot.press("l")
        await gone(pilot, "right probe: ok")
        await seen(pilot, "probe: ok")


async def test_digits_mean_times_in_the_log_and_panes_elsewhere(cloud: Cloud) -> None:
    cloud.wait(cloud.submit(cloud.queue(), probing(cloud), name="one"), "SUCCEEDED")
    async with console(cloud.endpoint, WIDE) as pilot:
        await seen(pilot, "one", "SUCCEEDED")
        await pilot.press("l")
        await seen(pilot, "probe: ok")
        await until(lambda: isinstance(pilot.app.focused, LogView))
        await pilot.press("1")
        await seen(pilot, "paused, line 1 of 4")
        await pilot.press("T")
        await until(lambda: isinstance(pilot.app.focused, Input))
        await pilot.press("1", "2", "colon", "3")
        assert isinstance(pilot.app.focused, Input)
        assert pilot.app.focused.value == "12:3"
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.focused, LogView))
        await pilot.press("0")
        await seen(pilot, "following")
        await pilot.press("escape", "2")
        deck = pilot.app.screen.query_one(Deck)
        await until(lambda: deck.current == "queues")


@SIZES
async def test_a_log_is_searched_and_filtered_in_the_console(cloud: Cloud, size: Size) -> None:
    cloud.wait(cloud.submit(cloud.queue(), probing(cloud), name="one"), "SUCCEEDED")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "one", "SUCCEEDED")
        await pilot.press("l")
        await seen(pilot, "probe: ok")
        await until(lambda: isinstance(pilot.app.focused, LogView))
        await pilot.press("slash", *"store", "enter")
        await seen(pilot, "/store: 1 of 1", "probe: ok")
        await pilot.press("ampersand", *"check", "enter")
        await seen(pilot, "&check: ")
        await gone(pilot, "probe: ok")
        await pilot.press("escape")
        await seen(pilot, "probe: ok")
        assert "&check" not in painted(pilot.app)


@SIZES
def test_a_hostile_log_does_nothing_to_the_terminal(cloud: Cloud, size: Size) -> None:
    job = cloud.submit(cloud.queue(), probing(cloud), name="hostile")
    stream = cloud.wait(job, "SUCCEEDED")["container"]["logStreamName"]
    evil = f"\x1b]52;c;{MARK}\x07\x9b{MARK}m\x00\x1b[{MARK}J\u202e 全角 e\u0301 [red]x[/]"
    at = time.time_ns() // 1_000_000
    cloud.client("logs").put_log_events(
        logGroupName="/aws/batch/job",
        logStreamName=stream,
        logEvents=[{"timestamp": at, "message": text} for text in (evil, "x" * 200_000, "last")],
    )
    words = ["--endpoint-url", cloud.endpoint, "--region", REGION]
    environment = {
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }
    command = [sys.executable, "-m", "batchdeck", *words]
    with PtySession(command, size=size, environment=environment) as session:
        session.wait_for("hostile")
        session.wait_for("SUCCEEDED")
        session.send("l")
        session.wait_for("last")
        session.wait_for(f"^[]52;c;{MARK}^G<U+009B>{MARK}m^@^[[{MARK}J<U+202E>")
        for keys in ("w", "t", "a", "k", "e"):
            session.send(keys)
        session.wait_for("paused")
        session.wait_for(lambda _: all(row[-1] in "│╮╯ " for row in session.cells()))
        session.send("\x03")
        assert session.wait() == 0
        output = bytes(session.output).replace(POINTER, b"")
    for obeyed in (OF_DATA, C1, STRINGS):
        assert not obeyed.search(output)
