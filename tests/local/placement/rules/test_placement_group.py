from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, eventually
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_a_group_that_is_not_there_until_it_is_made(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("group")
    environment = cloud.environment(placementGroup=name)
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "UNDETERMINED"
    (activity,) = eventually(Seen(cloud, environment).activities)
    wanted = f"The Placement Group '{name}' is unknown. Launching EC2 instance failed."
    assert activity["StatusMessage"] == wanted
    cloud.ec2.create_placement_group(GroupName=name, Strategy="cluster")
    starts(runner, job_id)


def test_a_cluster_takes_no_burstable_types(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("group")
    cloud.ec2.create_placement_group(GroupName=name, Strategy="cluster")
    environment = cloud.environment(placementGroup=name, instanceTypes=["t3.large"])
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "UNDETERMINED"
    (activity,) = eventually(Seen(cloud, environment).activities)
    assert activity["StatusMessage"].startswith("Placement groups may not be used with instances")
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m5.large"]}
    )
    starts(runner, job_id)
