from __future__ import annotations

from batchdeck.local.placement.instance_types import expand, offered
from tests.local.cloud import REGION, Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def zoned(cloud: Cloud, zone: str) -> str:
    vpc = cloud.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", AvailabilityZone=zone)
    subnet = str(made["Subnet"]["SubnetId"])
    cloud.publish(subnet)
    cloud.route_out(subnet)
    return subnet


def test_a_type_that_the_zone_does_not_have(cloud: Cloud, runner: ScriptedRunner) -> None:
    there = offered(REGION, f"{REGION}c") - offered(REGION, f"{REGION}a")
    name = min(one for one in there if one.endswith(".large") and expand([one]))
    subnet = zoned(cloud, f"{REGION}a")
    environment = cloud.environment(subnets=[subnet], instanceTypes=[name])
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED"
    other = zoned(cloud, f"{REGION}c")
    cloud.batch.update_compute_environment(
        computeEnvironment=environment,
        computeResources={"subnets": [other], "securityGroupIds": [cloud.group(other)]},
    )
    starts(runner, job_id)
