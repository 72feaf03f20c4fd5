from __future__ import annotations

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/q/quota-share/team"


def test_there_are_none_and_there_will_be_none(cloud: Cloud) -> None:
    queue = cloud.queue()
    assert cloud.batch.list_quota_shares(jobQueue=queue)["quotaShares"] == []
    with refused("The local account has no SageMaker: team cannot be created."):
        cloud.batch.create_quota_share(
            quotaShareName="team",
            jobQueue=queue,
            capacityLimits=[{"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}],
            resourceSharingConfiguration={"strategy": "RESERVE"},
            preemptionConfiguration={"inSharePreemption": "ENABLED"},
        )
    with refused(f"QuotaShare {ARN} not found."):
        cloud.batch.describe_quota_share(quotaShareArn=ARN)
    with refused(f"QuotaShare {ARN} not found."):
        cloud.batch.update_quota_share(quotaShareArn=ARN, state="DISABLED")
    cloud.batch.delete_quota_share(quotaShareArn=ARN)


def test_a_queue_that_is_unknown_has_no_shares_to_list(cloud: Cloud) -> None:
    with refused("JobQueue nobody not found."):
        cloud.batch.list_quota_shares(jobQueue="nobody")
