from __future__ import annotations

from batchdeck.aws.ec2 import Ec2Gateway, instance_type
from tests.aws.scripted_caller import ScriptedCaller

TYPE = {
    "InstanceType": "g5.xlarge",
    "VCpuInfo": {"DefaultVCpus": 4},
    "MemoryInfo": {"SizeInMiB": 16384},
    "GpuInfo": {
        "Gpus": [{"Count": 1, "Manufacturer": "NVIDIA"}, {"Count": 2, "Manufacturer": "X"}]
    },
    "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]},
}


async def test_ids_are_asked_for_by_filters() -> None:
    script = ScriptedCaller(*[{"Subnets": [], "SecurityGroups": [], "NetworkAcls": []}] * 3)
    ec2 = Ec2Gateway(script.caller)
    assert await ec2.subnets(["subnet-1"]) == ()
    await ec2.security_groups(["sg-1"])
    await ec2.network_acls(["subnet-1"])
    assert [asked[1:] for asked in script.asked] == [
        ("DescribeSubnets", {"Filters": [{"Name": "subnet-id", "Values": ["subnet-1"]}]}),
        ("DescribeSecurityGroups", {"Filters": [{"Name": "group-id", "Values": ["sg-1"]}]}),
        (
            "DescribeNetworkAcls",
            {"Filters": [{"Name": "association.subnet-id", "Values": ["subnet-1"]}]},
        ),
    ]


async def test_without_ids_nothing_is_asked() -> None:
    script = ScriptedCaller()
    assert await Ec2Gateway(script.caller).subnets([]) == ()
    assert script.asked == []


async def test_what_is_read_whole() -> None:
    script = ScriptedCaller(
        {"RouteTables": [{"RouteTableId": "rtb-1"}]},
        {"NatGateways": [{"NatGatewayId": "nat-1"}]},
        {"InternetGateways": [{"InternetGatewayId": "igw-1"}]},
        {"VpcEndpoints": [{"VpcEndpointId": "vpce-1"}]},
    )
    ec2 = Ec2Gateway(script.caller)
    tables, nats = await ec2.route_tables(), await ec2.nat_gateways()
    gateways, endpoints = await ec2.internet_gateways(), await ec2.endpoints()
    found = (tables[0].id, nats[0].id, gateways[0].id, endpoints[0].id)
    assert found == ("rtb-1", "nat-1", "igw-1", "vpce-1")
    assert all(asked[2] == {} for asked in script.asked)


async def test_instance_types() -> None:
    script = ScriptedCaller({"InstanceTypes": [TYPE]})
    (found,) = await Ec2Gateway(script.caller).instance_types(["g5.*"])
    assert (found.name, found.vcpus, found.memory, found.gpus) == ("g5.xlarge", 4, 16384, 1)
    assert script.asked[0][2] == {"Filters": [{"Name": "instance-type", "Values": ["g5.*"]}]}
    assert instance_type({}).vcpus == 0
