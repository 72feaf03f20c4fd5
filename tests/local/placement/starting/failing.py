"""What the tests of starting share."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import ACCOUNT, Cloud

ECR_IMAGE = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/app:1"


def reason(cloud: Cloud, job_id: str) -> str:
    """What AWS shows of a job that failed to start."""
    job = cloud.wait(job_id, "FAILED")
    assert job["statusReason"] == "Task failed to start"
    (attempt,) = job["attempts"]
    assert "exitCode" not in attempt["container"]
    assert "startedAt" not in attempt
    return str(attempt["container"]["reason"])


def on_instances(cloud: Cloud, queue: str, **container: Any) -> str:
    """The id of a job with these container properties."""
    return cloud.submit(queue, cloud.definition(container=container))


def on_fargate(cloud: Cloud, queue: str, *, public_ip: bool = True, **container: Any) -> str:
    """The id of a job for Fargate with these container properties."""
    properties = {
        "image": ECR_IMAGE,
        "executionRoleArn": cloud.execution_role(),
        "networkConfiguration": {"assignPublicIp": "ENABLED" if public_ip else "DISABLED"},
        **container,
    }
    members: Any = {"memory": "2048", "platformCapabilities": ["FARGATE"], "container": properties}
    return cloud.submit(queue, cloud.definition(**members))
