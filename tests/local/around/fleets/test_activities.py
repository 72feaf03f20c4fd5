"""Scaling activities over the wire."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def test_pages_and_one_activity_by_its_id(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    queue, definition = cloud.queue(environment), cloud.definition(vcpus="2")
    for _ in range(3):
        cloud.submit(queue, definition)
        runner.next()
    group = Seen(cloud, environment).group()["AutoScalingGroupName"]
    scaling = cloud.client("autoscaling")
    pages = scaling.get_paginator("describe_scaling_activities").paginate(
        AutoScalingGroupName=group, PaginationConfig={"PageSize": 2}
    )
    sizes = [len(page["Activities"]) for page in pages]
    assert sizes == [2, 1]
    found = scaling.describe_scaling_activities(AutoScalingGroupName=group)["Activities"]
    starts = [one["StartTime"] for one in found]
    assert starts == sorted(starts, reverse=True)
    (one,) = scaling.describe_scaling_activities(ActivityIds=[found[1]["ActivityId"]])["Activities"]
    assert one == found[1]
    assert "increasing the capacity from 1 to 2" in one["Cause"]


def test_an_unknown_group_has_none(cloud: Cloud) -> None:
    scaling = cloud.client("autoscaling")
    answer = scaling.describe_scaling_activities(AutoScalingGroupName="nobody")
    assert answer["Activities"] == []
