from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def create(cloud: Cloud, **fairshare: Any) -> str:
    name = cloud.name("policy")
    answer = cloud.batch.create_scheduling_policy(name=name, fairsharePolicy=fairshare)
    return str(answer["arn"])


def told(cloud: Cloud, arn: str) -> Any:
    (one,) = cloud.batch.describe_scheduling_policies(arns=[arn])["schedulingPolicies"]
    return one


def test_a_policy_is_told_as_it_was_asked_for(cloud: Cloud) -> None:
    name = cloud.name("policy")
    share = {"shareIdentifier": "blue*", "weightFactor": 0.5}
    arn = cloud.batch.create_scheduling_policy(
        name=name,
        fairsharePolicy={
            "shareDecaySeconds": 3600,
            "computeReservation": 25,
            "shareDistribution": [share, {"shareIdentifier": "red"}],
        },
        tags={"team": "x"},
    )["arn"]
    policy = told(cloud, arn)
    assert arn == cloud.backend.account.arn(f"scheduling-policy/{name}")
    assert (policy["name"], policy["tags"]) == (name, {"team": "x"})
    assert policy["fairsharePolicy"] == {
        "shareDecaySeconds": 3600,
        "computeReservation": 25,
        "shareDistribution": [share, {"shareIdentifier": "red", "weightFactor": 1.0}],
    }


def test_names_are_used_once(cloud: Cloud) -> None:
    name = told(cloud, create(cloud))["name"]
    with refused("Object already exists"):
        cloud.batch.create_scheduling_policy(name=name)


def test_all_are_listed_page_by_page(cloud: Cloud) -> None:
    arns = [create(cloud) for _ in range(3)]
    pages = cloud.batch.get_paginator("list_scheduling_policies").paginate(
        PaginationConfig={"PageSize": 2}
    )
    assert [one["arn"] for page in pages for one in page["schedulingPolicies"]] == arns


def test_an_update_replaces_the_whole_share(cloud: Cloud) -> None:
    arn = create(cloud, shareDecaySeconds=600, computeReservation=10)
    cloud.batch.update_scheduling_policy(arn=arn, fairsharePolicy={"computeReservation": 20})
    changed = told(cloud, arn)["fairsharePolicy"]
    assert (changed["shareDecaySeconds"], changed["computeReservation"]) == (0, 20)
    with refused("SchedulingPolicy arn:nobody not found"):
        cloud.batch.update_scheduling_policy(arn="arn:nobody")


@pytest.mark.parametrize(
    ("fairshare", "text"),
    [
        ({"shareDecaySeconds": 604_801}, "between 0 and 604800"),
        ({"computeReservation": 100}, "between 0 and 99"),
        (
            {"shareDistribution": [{"shareIdentifier": "a-b"}]},
            "ShareIdentifier name should match a valid pattern.",
        ),
        (
            {"shareDistribution": [{"shareIdentifier": "a", "weightFactor": 0}]},
            "between 0.0001 and 999.9999",
        ),
        (
            {"shareDistribution": [{"shareIdentifier": "a1"}, {"shareIdentifier": "a*"}]},
            "Share identifier a1 matches another share identifier a*.",
        ),
    ],
)
def test_shares_that_cannot_be(cloud: Cloud, fairshare: Any, text: str) -> None:
    with refused(text):
        create(cloud, **fairshare)


def test_shares_of_quotas_are_for_jobs_that_are_not_here(cloud: Cloud) -> None:
    with refused("no quota shares"):
        cloud.batch.create_scheduling_policy(
            name=cloud.name("policy"), quotaSharePolicy={"idleResourceAssignmentStrategy": "FIFO"}
        )


def test_a_policy_of_a_queue_stays(cloud: Cloud) -> None:
    arn, environment, name = create(cloud), cloud.environment(), cloud.name("queue")
    cloud.batch.create_job_queue(
        jobQueueName=name,
        priority=1,
        schedulingPolicyArn=arn,
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment}],
    )
    with refused("Cannot delete"):
        cloud.batch.delete_scheduling_policy(arn=arn)
    cloud.batch.update_job_queue(jobQueue=name, state="DISABLED")
    cloud.batch.delete_job_queue(jobQueue=name)
    for _ in range(2):
        cloud.batch.delete_scheduling_policy(arn=arn)
    assert cloud.batch.describe_scheduling_policies(arns=[arn])["schedulingPolicies"] == []
