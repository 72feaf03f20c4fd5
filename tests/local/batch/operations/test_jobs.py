from __future__ import annotations

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def test_jobs_are_described_by_id_and_by_arn(cloud: Cloud) -> None:
    job_id = cloud.submit(cloud.queue())
    arn = cloud.job(job_id)["jobArn"]
    assert [job["jobId"] for job in cloud.batch.describe_jobs(jobs=[arn])["jobs"]] == [job_id]


def test_jobs_that_are_not_known_are_left_out(cloud: Cloud) -> None:
    job_id = cloud.submit(cloud.queue())
    answer = cloud.batch.describe_jobs(jobs=["nobody", job_id])
    assert [job["jobId"] for job in answer["jobs"]] == [job_id]


def test_a_hundred_is_the_most(cloud: Cloud) -> None:
    assert cloud.batch.describe_jobs(jobs=["nobody"] * 100)["jobs"] == []
    with refused("Maximum number of jobs supported is  100"):
        cloud.batch.describe_jobs(jobs=["nobody"] * 101)
