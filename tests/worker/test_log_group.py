"""Lines in a CloudWatch group."""

from __future__ import annotations

import io
import logging

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.local.cloud import Cloud
from worker.log_group import LogGroup, batches, stream_name


@pytest.fixture
def cloud(local_account: LocalAccount) -> Cloud:
    return Cloud(local_account.endpoint, local_account.region)


def line(text: str) -> logging.LogRecord:
    return logging.LogRecord("worker", logging.INFO, "", 0, text, None, None)


def test_lines_arrive_in_a_group_that_is_made_for_them(cloud: Cloud) -> None:
    console = logging.StreamHandler(io.StringIO())
    for attempt in ("1", "1", "2"):
        group = LogGroup(cloud.logs, "/mine", f"worker/job/{attempt}", console)
        for text in ("first", "", "三"):
            group.handle(line(text))
        group.close()
    assert cloud.lines("/mine", "worker/job/1") == ["first", " ", "三"] * 2
    assert cloud.lines("/mine", "worker/job/2") == ["first", " ", "三"]
    assert console.stream.getvalue() == ""


def test_a_group_that_does_not_work_is_said_once() -> None:
    said = io.StringIO()
    nobody = Cloud("http://127.0.0.1:1").logs
    group = LogGroup(nobody, "/mine", "stream", logging.StreamHandler(said))
    for _ in range(2):
        group.handle(line("text"))
        group._send()
    group.close()
    (told,) = said.getvalue().splitlines()
    assert told.startswith("lines cannot be sent to the log group /mine: ")


def test_requests_are_small_enough_and_in_order() -> None:
    many = [(number, "x") for number in reversed(range(10_001))]
    assert [len(batch) for batch in batches(many)] == [10_000, 1]
    assert batches(many)[0][0] == (0, "x")
    large = [(0, "あ" * 200_000)] * 2
    assert [len(batch) for batch in batches(large)] == [1, 1]


def test_a_stream_is_an_attempts() -> None:
    job = {"AWS_BATCH_JOB_ID": "id:3", "AWS_BATCH_JOB_ATTEMPT": "2"}
    assert stream_name(job) == "worker/id/3/2"
    assert stream_name({}) == "worker/no-job/1"
