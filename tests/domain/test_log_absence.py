from dataclasses import replace

import pytest

from batchdeck.domain.job import Container, Job, JobDetail
from batchdeck.domain.log_absence import why_no_log

RUNNING = JobDetail(Job("a", "a", "etl", "RUNNING", 1, started_at=2), (Container(),))


def ended(**changes: object) -> JobDetail:
    return replace(RUNNING, job=replace(RUNNING.job, status="FAILED", **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        (RUNNING, "not named its log stream yet"),
        (replace(RUNNING, job=replace(RUNNING.job, status="PENDING")), "PENDING: the log begins"),
        (replace(RUNNING, children=(("FAILED", 3),)), "each of its children has one"),
        (replace(RUNNING, containers=(Container(log_driver="splunk"),)), "goes to splunk"),
        (replace(RUNNING, containers=(Container(log_driver=""),)), "runs on EKS"),
        (replace(RUNNING, nodes=2), "each of its nodes has one"),
        (ended(), "names no log stream"),
        (ended(started_at=None), "never started"),
        (ended(started_at=None, reason="Host EC2"), "no log. Host EC2"),
        (
            ended(started_at=None, reason="Task failed to start", container_reason="No image"),
            "no log. No image",
        ),
    ],
)
def test_the_absence_of_a_log_is_explained(detail: JobDetail, words: str) -> None:
    assert words in why_no_log(detail)


def test_one_container_that_logs_is_enough() -> None:
    both = replace(RUNNING, containers=(Container(log_driver="splunk"), Container()))
    assert "splunk" not in why_no_log(both)


def test_a_node_is_no_parent() -> None:
    node = replace(RUNNING, job=replace(RUNNING.job, id="a#1"), nodes=2)
    assert why_no_log(node) == why_no_log(RUNNING)


def test_of_several_containers_one_can_be_meant() -> None:
    side = Container("side", log_driver="splunk")
    both = replace(RUNNING, containers=(side, Container("main")))
    assert "splunk" in why_no_log(both, "side")
    assert "not named its log stream yet" in why_no_log(both, "main")
