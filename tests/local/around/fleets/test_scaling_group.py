"""Auto Scaling groups of environments."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def test_the_group_tells_what_it_did(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    queue, seen = cloud.queue(environment), Seen(cloud, environment)
    cloud.submit(queue)
    run = runner.next()
    (instance,) = seen.instances()
    group = seen.group()
    assert group["DesiredCapacity"] == 1
    assert [one["InstanceId"] for one in group["Instances"]] == [instance["InstanceId"]]
    assert {tag["Key"]: tag["Value"] for tag in group["Tags"]}["AWSBatchServiceTag"] == "batch"
    (launched,) = seen.activities()
    assert launched["StatusCode"] == "Successful"
    assert launched["Description"].endswith(instance["InstanceId"])
    run.finish(0)
    eventually(lambda: seen.group()["DesiredCapacity"] == 0)
    assert seen.activities()[0]["Description"].startswith("Terminating EC2 instance")


def test_a_launch_that_fails_is_told_once(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceRole="nobody-made-it")
    cloud.submit(cloud.queue(environment))
    seen = Seen(cloud, environment)
    (failed,) = eventually(lambda: seen.activities())
    assert failed["StatusCode"] == "Failed"
    assert "Invalid IAM Instance Profile name" in failed["StatusMessage"]
    assert failed["StatusMessage"] in failed["Description"]
    assert seen.instances() == []
    elsewhere = cloud.submit(cloud.queue())
    runner.next()
    assert cloud.job(elsewhere)["status"] == "STARTING"
    assert len(seen.activities()) == 1
