from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_a_subnet_without_free_addresses(cloud: Cloud, runner: ScriptedRunner) -> None:
    vpc = cloud.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/28")["Subnet"]
    subnet, free = made["SubnetId"], made["AvailableIpAddressCount"]
    cloud.publish(subnet)
    cloud.route_out(subnet)
    interfaces = [
        cloud.ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"] for _ in range(free)
    ]
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert told(cloud, job_id) == "UNDETERMINED"
    cloud.ec2.delete_network_interface(NetworkInterfaceId=interfaces[0]["NetworkInterfaceId"])
    starts(runner, job_id)
