"""Container instances as ECS tells of them."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen, integer
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def test_resources_after_the_agents_reserve_and_what_is_left(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    cloud.submit(cloud.queue(environment), cloud.definition(vcpus="1", memory="1024"))
    runner.next()
    (joined,) = Seen(cloud, environment).joined()
    registered, remaining = joined["registeredResources"], joined["remainingResources"]
    assert integer(registered, "CPU") == 2048
    assert integer(remaining, "CPU") == 1024
    assert integer(registered, "MEMORY") < 8192
    assert integer(registered, "MEMORY") - integer(remaining, "MEMORY") == 1024
    attributes = {one["name"]: one.get("value") for one in joined["attributes"]}
    assert attributes["ecs.instance-type"] == "m5.large"
    assert attributes["ecs.cpu-architecture"] == "x86_64"
    assert "com.amazonaws.ecs.capability.logging-driver.awslogs" in attributes


def test_jobs_share_an_instance_as_long_as_they_fit(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    queue, seen = cloud.queue(environment), Seen(cloud, environment)
    for number in range(3):
        cloud.submit(queue)
        runner.next()
        assert len(seen.instances()) == number // 2 + 1
    (cluster,) = seen.clusters()
    assert cluster["registeredContainerInstancesCount"] == 2
    assert cluster["runningTasksCount"] == 3
