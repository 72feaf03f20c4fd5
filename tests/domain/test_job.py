from dataclasses import FrozenInstanceError

import pytest

from batchdeck.domain.job import EnvironmentVariable, Job, JobDetail
from batchdeck.domain.secret import Secret

JOB = Job("1a", "report", "etl", "RUNNING", 1, arn_prefix="arn:aws:batch:eu-west-1:1:job/")


def test_the_arn_is_put_together_from_the_shared_part_and_the_id() -> None:
    assert JOB.arn == "arn:aws:batch:eu-west-1:1:job/1a"


@pytest.mark.parametrize(
    ("status", "finished"), [("RUNNING", False), ("FAILED", True), ("SUCCEEDED", True)]
)
def test_a_job_is_finished_when_its_state_is_final(status: str, finished: bool) -> None:
    assert Job("1a", "report", "etl", status, 1).finished is finished


def test_jobs_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        JOB.status = "FAILED"  # type: ignore[misc]
    assert not hasattr(JOB, "__dict__"), "a hundred thousand of them are kept"
    assert hash(JOB) == hash(Job(**{name: getattr(JOB, name) for name in Job.__slots__}))


def test_neither_values_of_variables_nor_the_whole_document_are_printed() -> None:
    assert "hunter2" not in repr(EnvironmentVariable("PASSWORD", Secret("hunter2")))
    assert "hunter2" not in repr(JobDetail(JOB, document="hunter2"))
