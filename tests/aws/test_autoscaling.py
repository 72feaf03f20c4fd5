from __future__ import annotations

from datetime import UTC, datetime

from batchdeck.aws.autoscaling import AutoScalingGateway
from batchdeck.aws.autoscaling import group as autoscaling_group
from tests.aws.scripted_caller import ScriptedCaller


async def test_the_groups_that_batch_made() -> None:
    group = {
        "AutoScalingGroupName": "g",
        "DesiredCapacity": 2,
        "Instances": [{"InstanceId": "i-1"}],
        "SuspendedProcesses": [{"ProcessName": "Launch"}],
        "VPCZoneIdentifier": "subnet-1, subnet-2",
        "Status": "Delete in progress",
    }
    script = ScriptedCaller({"AutoScalingGroups": [group]})
    (found,) = await AutoScalingGateway(script.caller).groups()
    assert (found.name, found.desired, found.instances, found.suspended) == (
        "g",
        2,
        ("i-1",),
        ("Launch",),
    )
    assert (found.subnets, found.status) == (("subnet-1", "subnet-2"), "Delete in progress")
    assert autoscaling_group({}).subnets == ()
    filters = [{"Name": "tag:AWSBatchServiceTag", "Values": ["batch"]}]
    assert script.asked[0][2] == {"Filters": filters}


async def test_launches() -> None:
    activity = {
        "StatusCode": "Failed",
        "StatusMessage": "no",
        "Description": "Launching a new EC2 instance: i-1",
        "StartTime": datetime(2026, 1, 1, tzinfo=UTC),
    }
    script = ScriptedCaller({"Activities": [activity, {}]})
    first, second = await AutoScalingGateway(script.caller).activities("g")
    assert (first.status, first.message, first.started_at) == ("Failed", "no", 1767225600000)
    assert (first.description, second.description) == ("Launching a new EC2 instance: i-1", "")
    assert second.started_at == 0
