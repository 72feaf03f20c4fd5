from __future__ import annotations

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def test_no_queue_takes_one(cloud: Cloud) -> None:
    queue = cloud.queue()
    with refused("has no service environment"):
        cloud.batch.submit_service_job(
            jobName="train",
            jobQueue=queue,
            serviceJobType="SAGEMAKER_TRAINING",
            serviceRequestPayload="{}",
        )


def test_there_are_none(cloud: Cloud) -> None:
    pages = cloud.batch.get_paginator("list_service_jobs").paginate(jobQueue=cloud.queue())
    assert [page["jobSummaryList"] for page in pages] == [[]]
    with refused("JobQueue nobody not found."):
        cloud.batch.list_service_jobs(jobQueue="nobody")
    with refused("ServiceJob 1 not found."):
        cloud.batch.describe_service_job(jobId="1")
    with refused("ServiceJob 1 not found."):
        cloud.batch.update_service_job(jobId="1", schedulingPriority=1)
    with refused("ServiceJob 1 not found."):
        cloud.batch.terminate_service_job(jobId="1", reason="over")
    done = cloud.batch.terminate_service_jobs(jobs=["1", "2"], reason="over")
    assert (done["successful"], done["errors"]) == (["1", "2"], [])
