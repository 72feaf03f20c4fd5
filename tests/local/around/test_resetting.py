from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli, reset
from tests.local.cloud import Cloud


@pytest.fixture
def cloud(local_account: LocalAccount) -> Cloud:
    return Cloud(local_account.endpoint, local_account.region)


def test_nothing_is_left_and_everything_can_be_made_again(
    cloud: Cloud, local_account: LocalAccount, aws_cli: AwsCli
) -> None:
    for _ in range(2):
        queue = cloud.queue()
        job = cloud.submit(queue, cloud.definition(container={"command": ["sleep", "60"]}))
        cloud.wait(job, "RUNNABLE", "STARTING", "RUNNING", "FAILED")
        reset(local_account)
        assert cloud.batch.describe_job_queues()["jobQueues"] == []
        assert cloud.batch.describe_jobs(jobs=[job])["jobs"] == []
        assert cloud.iam.list_roles()["Roles"] == []
        (vpc,) = cloud.ec2.describe_vpcs()["Vpcs"]
        assert vpc["IsDefault"]
        assert cloud.ec2.describe_instances()["Reservations"] == []
        policies = cloud.iam.list_policies(Scope="AWS", MaxItems=5)["Policies"]
        assert len(policies) == 5
    assert aws_cli("batch", "describe-compute-environments")["computeEnvironments"] == []


def test_what_is_closed_by_a_reset_is_closed(
    cloud: Cloud, local_account: LocalAccount, tmp_path: Path
) -> None:
    s3 = cloud.client("s3")
    s3.create_bucket(
        Bucket="left", CreateBucketConfiguration={"LocationConstraint": local_account.region}
    )
    (tmp_path / "large").write_bytes(b"x" * 1_000_000)
    s3.upload_file(str(tmp_path / "large"), "left", "large")
    reset(local_account)
    assert s3.list_buckets()["Buckets"] == []
