from __future__ import annotations

from typing import Any

import pytest

from batchdeck.aws import translate_network as translate
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.network import GroupRule, Route
from batchdeck.domain.policy import Policy, Statement
from tests.aws.answers import hostile, spoiled

SUBNET = {
    "SubnetId": "subnet-1",
    "VpcId": "vpc-1",
    "AvailabilityZone": "eu-west-1a",
    "CidrBlock": "10.0.0.0/24",
    "AvailableIpAddressCount": 9,
    "MapPublicIpOnLaunch": True,
    "BlockPublicAccessStates": {"InternetGatewayBlockMode": "block-ingress"},
}
TABLE = {
    "RouteTableId": "rtb-1",
    "VpcId": "vpc-1",
    "Associations": [{"Main": True}, {"Main": False, "SubnetId": "subnet-1"}],
    "Routes": [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
        {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "blackhole"},
    ],
}
NAT = {"NatGatewayId": "nat-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "State": "available"}
GATEWAY = {
    "InternetGatewayId": "igw-1",
    "Attachments": [{"State": "available", "VpcId": "vpc-1"}, {"State": "detaching", "VpcId": "v"}],
}
ENDPOINT = {
    "VpcEndpointId": "vpce-1",
    "VpcId": "vpc-1",
    "ServiceName": "com.amazonaws.eu-west-1.ecr.api",
    "VpcEndpointType": "Interface",
    "State": "Available",
    "PrivateDnsEnabled": True,
    "Groups": [{"GroupId": "sg-1"}],
    "PolicyDocument": '{"Statement": [{"Effect": "Allow"}]}',
    "LastError": {"Code": "x", "Message": "no room"},
}
GROUP = {
    "GroupId": "sg-1",
    "VpcId": "vpc-1",
    "IpPermissionsEgress": [
        {
            "IpProtocol": "tcp",
            "FromPort": 443,
            "ToPort": 443,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
            "PrefixListIds": [{"PrefixListId": "pl-1"}],
        }
    ],
}
ACL = {
    "NetworkAclId": "acl-1",
    "Associations": [{"SubnetId": "subnet-1"}],
    "Entries": [
        {
            "RuleNumber": 100,
            "Egress": True,
            "RuleAction": "allow",
            "Protocol": "6",
            "CidrBlock": "0.0.0.0/0",
            "PortRange": {"From": 443, "To": 443},
        }
    ],
}
OPTIONS = {
    "DhcpConfigurations": [
        {"Key": "domain-name", "Values": [{"Value": "internal"}]},
        {"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]},
    ]
}
EXCLUSION = {"ResourceArn": "arn:x", "InternetGatewayExclusionMode": "allow-egress"}
ALL = [
    (translate.access_exclusion, EXCLUSION),
    (translate.name_servers, OPTIONS),
    (translate.subnet, SUBNET),
    (translate.route_table, TABLE),
    (translate.nat_gateway, NAT),
    (translate.internet_gateway, GATEWAY),
    (translate.vpc_endpoint, ENDPOINT),
    (translate.security_group, GROUP),
    (translate.network_acl, ACL),
]


def test_subnets_tables_and_gateways() -> None:
    subnet = translate.subnet(SUBNET)
    assert (subnet.zone, subnet.free_addresses, subnet.maps_public_ip) == ("eu-west-1a", 9, True)
    assert (subnet.block_mode, translate.subnet({}).block_mode) == ("block-ingress", "off")
    table = translate.route_table(TABLE)
    assert (table.main, table.subnets) == (True, ("subnet-1",))
    assert table.default == Route("0.0.0.0/0", "nat-1", "blackhole")
    assert translate.nat_gateway(NAT).connectivity == "public"
    assert translate.internet_gateway(GATEWAY).vpcs == ("vpc-1",)


def test_name_servers() -> None:
    assert translate.name_servers(OPTIONS) == ("AmazonProvidedDNS",)
    assert translate.name_servers({}) == ()


def test_endpoints_groups_and_acls() -> None:
    endpoint = translate.vpc_endpoint(ENDPOINT)
    assert (endpoint.service, endpoint.state, endpoint.private_dns) == (
        "ecr.api",
        "available",
        True,
    )
    assert (endpoint.policy, endpoint.error) == (Policy((Statement(True),)), "no room")
    assert translate.vpc_endpoint({"ServiceName": "own.service"}).service == "own.service"
    rule = GroupRule("tcp", 443, 443, ("0.0.0.0/0",), (), ("pl-1",))
    assert translate.security_group(GROUP).egress == (rule,)
    (entry,) = translate.network_acl(ACL).entries
    assert (entry.number, entry.allows, entry.first_port) == (100, True, 443)


@pytest.mark.parametrize(("function", "source"), ALL)
def test_no_answer_raises_and_every_string_is_clean(function: Any, source: dict[str, Any]) -> None:
    for variant in spoiled(source, 200):
        function(variant)
    assert not UNSAFE.search(repr(function(hostile(source))).replace("\n", ""))
