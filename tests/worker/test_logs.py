"""Lines on stdout."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from worker import logs
from worker.settings import LogSettings

JOB = {"AWS_BATCH_JOB_ID": "id:3", "AWS_BATCH_JOB_ATTEMPT": "2"}
NAME = "日本語\n\x1b[2J"


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    logs.end()


def test_a_plain_line_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(LogSettings(), JOB)
    logs.tell(logging.getLogger("worker.test"), "stored", name=NAME, parts=3)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith(r"Z INFO stored name=日本語\n\x1b[2J parts=3")


def test_a_json_line_says_which_job_it_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(LogSettings("json"), JOB)
    logs.tell(logging.getLogger("worker.test"), "stored", name=NAME, parts=3)
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "INFO",
        "message": "stored",
        "job": "id:3",
        "attempt": "2",
        "name": NAME,
        "parts": 3,
    }
    assert "日本語" in line


def test_nothing_is_logged_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(LogSettings(), {})
    logs.end()
    assert not logging.getLogger(logs.LOGGER).handlers
    assert capsys.readouterr().out == ""
