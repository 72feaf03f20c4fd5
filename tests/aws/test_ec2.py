from __future__ import annotations

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.ec2 import Ec2Gateway, instance_type
from batchdeck.aws.errors import RefusedError
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to

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
    script = ScriptedCaller(*[{"SecurityGroups": [], "NetworkAcls": []}] * 2)
    ec2 = Ec2Gateway(script.caller)
    assert await ec2.security_groups(["sg-1"]) == ()
    await ec2.network_acls(["subnet-1"])
    assert [asked[1:] for asked in script.asked] == [
        ("DescribeSecurityGroups", {"Filters": [{"Name": "group-id", "Values": ["sg-1"]}]}),
        (
            "DescribeNetworkAcls",
            {"Filters": [{"Name": "association.subnet-id", "Values": ["subnet-1"]}]},
        ),
    ]


async def test_without_ids_nothing_is_asked() -> None:
    script = ScriptedCaller()
    assert await Ec2Gateway(script.caller).security_groups([]) == ()
    assert script.asked == []


async def test_what_is_read_whole() -> None:
    script = ScriptedCaller(
        {"RouteTables": [{"RouteTableId": "rtb-1"}]},
        {"NatGateways": [{"NatGatewayId": "nat-1"}]},
        {"InternetGateways": [{"InternetGatewayId": "igw-1"}]},
        {"VpcEndpoints": [{"VpcEndpointId": "vpce-1"}]},
        {"Subnets": [{"SubnetId": "subnet-1"}]},
    )
    ec2 = Ec2Gateway(script.caller)
    tables, nats = await ec2.route_tables(), await ec2.nat_gateways()
    gateways, endpoints = await ec2.internet_gateways(), await ec2.endpoints()
    found = (tables[0].id, nats[0].id, gateways[0].id, endpoints[0].id)
    assert found == ("rtb-1", "nat-1", "igw-1", "vpce-1")
    assert [one.id for one in await ec2.subnets()] == ["subnet-1"]
    assert all(asked[2] == {} for asked in script.asked)


async def test_how_a_vpc_resolves_names(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    vpc = cloud.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    servers = [{"Key": "domain-name-servers", "Values": ["10.0.0.53", "10.0.1.53"]}]
    made = cloud.ec2.create_dhcp_options(DhcpConfigurations=servers)
    options = made["DhcpOptions"]["DhcpOptionsId"]
    cloud.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc)
    account = Account(connection_to(empty_account.endpoint))
    try:
        ec2 = account.ec2
        assert (await ec2.has_dns_support(vpc), await ec2.has_dns_hostnames(vpc)) == (True, False)
        assert await ec2.dhcp_options([vpc]) == {vpc: options}
        assert (await ec2.name_servers())[options] == ("10.0.0.53", "10.0.1.53")
    finally:
        await account.close()
    silent = Ec2Gateway(ScriptedCaller({"VpcId": vpc}).caller)
    assert await silent.has_dns_support(vpc) is None


async def test_keys_of_volumes(empty_account: LocalAccount) -> None:
    account = Account(connection_to(empty_account.endpoint))
    try:
        assert not await account.ec2.encrypts_volumes()
        assert await account.ec2.default_volume_key() == "alias/aws/ebs"
    finally:
        await account.close()
    script = ScriptedCaller({"EbsEncryptionByDefault": True}, {})
    assert await Ec2Gateway(script.caller).encrypts_volumes()
    assert await Ec2Gateway(script.caller).default_volume_key() == ""


async def test_what_block_public_access_leaves_alone() -> None:
    one = {
        "ResourceArn": "arn:aws:ec2:eu-west-1:1:vpc/vpc-1",
        "InternetGatewayExclusionMode": "allow-egress",
        "State": "create-complete",
    }
    gone = {**one, "State": "delete-in-progress"}
    script = ScriptedCaller({"VpcBlockPublicAccessExclusions": [one, gone]})
    (found,) = await Ec2Gateway(script.caller).access_exclusions()
    assert (found.resource, found.mode) == (one["ResourceArn"], "allow-egress")


async def test_instance_types() -> None:
    script = ScriptedCaller({"InstanceTypes": [TYPE]})
    (found,) = await Ec2Gateway(script.caller).instance_types(["g5.*"])
    assert (found.name, found.vcpus, found.memory, found.gpus) == ("g5.xlarge", 4, 16384, 1)
    assert script.asked[0][2] == {"Filters": [{"Name": "instance-type", "Values": ["g5.*"]}]}
    assert instance_type({}).vcpus == 0


async def test_a_launch_template_by_id_or_name() -> None:
    gone = RefusedError("no", code="InvalidLaunchTemplateName.NotFoundException")
    script = ScriptedCaller(
        {"LaunchTemplateVersions": [{"LaunchTemplateId": "lt-1", "VersionNumber": 2}]},
        {"LaunchTemplateVersions": []},
        gone,
        RefusedError("no", code="Malformed"),
    )
    ec2 = Ec2Gateway(script.caller)
    found = await ec2.launch_template("lt-1", "2")
    assert found is not None
    assert (found.id, found.version) == ("lt-1", 2)
    assert await ec2.launch_template("nodes", "$Latest") is None
    assert await ec2.launch_template("nodes", "$Latest") is None
    with pytest.raises(RefusedError):
        await ec2.launch_template("nodes", "$Latest")
    assert [one[2] for one in script.asked[:2]] == [
        {"LaunchTemplateId": "lt-1", "Versions": ["2"]},
        {"LaunchTemplateName": "nodes", "Versions": ["$Latest"]},
    ]


async def test_what_instances_are_launched_from_is_asked_for_by_filters() -> None:
    script = ScriptedCaller(
        {"Images": [{"ImageId": "ami-1"}]},
        {"KeyPairs": [{"KeyName": "ops"}]},
        {"PlacementGroups": [{"GroupName": "near", "Strategy": "cluster"}]},
        {"InstanceStatuses": [{"InstanceId": "i-1"}]},
        {"InstanceId": "i-1", "Output": "a\nb"},
    )
    ec2 = Ec2Gateway(script.caller)
    assert [one.id for one in await ec2.machine_images(["ami-1", "ami-2"])] == ["ami-1"]
    assert await ec2.key_pairs(["ops", "gone"]) == {"ops"}
    assert [one.strategy for one in await ec2.placement_groups(["near"])] == ["cluster"]
    assert [one.instance for one in await ec2.instance_health(["i-1"])] == ["i-1"]
    assert await ec2.console_output("i-1") == ("a", "b")
    assert script.asked[0][2] == {
        "Filters": [{"Name": "image-id", "Values": ["ami-1", "ami-2"]}],
        "IncludeDeprecated": True,
        "IncludeDisabled": True,
    }
    assert script.asked[1][2] == {"Filters": [{"Name": "key-name", "Values": ["ops", "gone"]}]}


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    content = {"ImageId": "ami-12c6146b", "UserData": "IyEvYmluL3NoCg=="}
    cloud.ec2.create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=content)
    cloud.ec2.create_key_pair(KeyName="ops")
    launched = cloud.ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    instance = launched["Instances"][0]["InstanceId"]
    account = Account(connection_to(empty_account.endpoint))
    try:
        template = await account.ec2.launch_template("nodes", "$Latest")
        assert template is not None
        assert (template.version, template.user_data) == (1, "#!/bin/sh")
        assert await account.ec2.launch_template(template.id, "$Default") == template
        assert await account.ec2.launch_template("nodes", "7") is None
        assert await account.ec2.launch_template("lt-0123456789abcdef0", "1") is None
        assert await account.ec2.launch_template("gone", "$Default") is None
        (image,) = await account.ec2.machine_images(["ami-12c6146b", "ami-0000000000000dead"])
        assert (image.state, image.root is not None) == ("available", True)
        assert await account.ec2.key_pairs(["ops", "gone"]) == {"ops"}
        (health,) = await account.ec2.instance_health([instance])
        assert (health.instance, health.impaired) == (instance, ())
        assert (await account.ec2.console_output(instance))[0].startswith("Linux version")
    finally:
        await account.close()
