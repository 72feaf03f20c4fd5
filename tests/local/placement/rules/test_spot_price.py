from __future__ import annotations

from batchdeck.local.placement.rules.spot_price import SPOT_PRICE
from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_a_price_above_the_bid(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    cloud.ec2.create_tags(Resources=[subnet], Tags=[{"Key": SPOT_PRICE, "Value": "55"}])
    environment = cloud.environment("SPOT", subnets=[subnet], bidPercentage=40)
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"bidPercentage": 60}
    )
    starts(runner, job_id)


def test_without_a_tag_spot_is_cheap(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue(cloud.environment("SPOT", bidPercentage=40))
    starts(runner, cloud.submit(queue))
