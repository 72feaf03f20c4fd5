from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.placement.reach import AN_ENDPOINT
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS

INSIDE = "10.0.0.4"


def group(cloud: Cloud, subnet: str) -> str:
    made = cloud.ec2.create_security_group(
        GroupName=cloud.name("group"), Description="-", VpcId=cloud.vpc(subnet)
    )
    return str(made["GroupId"])


def https(**to: Any) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **to}]


def close(cloud: Cloud, group_id: str) -> None:
    everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    cloud.ec2.revoke_security_group_egress(GroupId=group_id, IpPermissions=everything)


def test_groups_that_do_not_exist_are_told(cloud: Cloud) -> None:
    mine = group(cloud, cloud.subnet())
    assert SURROUNDINGS.firewalls.missing([mine, "sg-gone"]) == ["sg-gone"]


@pytest.mark.parametrize(
    ("block", "address", "open_"),
    [
        ("0.0.0.0/0", AN_ENDPOINT, True),
        ("10.0.0.0/16", AN_ENDPOINT, False),
        ("10.0.0.0/16", INSIDE, True),
    ],
)
def test_a_group_lets_out_what_its_rules_cover(
    cloud: Cloud, block: str, address: str, open_: bool
) -> None:
    mine = group(cloud, cloud.subnet())
    assert SURROUNDINGS.firewalls.groups_let_out([mine], address)
    close(cloud, mine)
    assert not SURROUNDINGS.firewalls.groups_let_out([mine], address)
    rule = https(IpRanges=[{"CidrIp": block}])
    cloud.ec2.authorize_security_group_egress(GroupId=mine, IpPermissions=rule)
    assert SURROUNDINGS.firewalls.groups_let_out([mine], address) is open_


def test_a_group_lets_in_addresses_and_members(cloud: Cloud) -> None:
    subnet = cloud.subnet()
    mine, theirs = group(cloud, subnet), group(cloud, subnet)
    firewalls = SURROUNDINGS.firewalls
    assert not firewalls.groups_let_in([mine], [theirs], INSIDE)
    members = https(UserIdGroupPairs=[{"GroupId": theirs}])
    cloud.ec2.authorize_security_group_ingress(GroupId=mine, IpPermissions=members)
    assert firewalls.groups_let_in([mine], [theirs], INSIDE)
    assert not firewalls.groups_let_in([mine], [], INSIDE)
    addresses = https(IpRanges=[{"CidrIp": "10.0.0.0/24"}])
    cloud.ec2.authorize_security_group_ingress(GroupId=mine, IpPermissions=addresses)
    assert firewalls.groups_let_in([mine], [], INSIDE)


def test_the_entry_of_the_lowest_number_decides(cloud: Cloud) -> None:
    subnet = cloud.subnet()
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    acl = cloud.ec2.describe_network_acls(Filters=filters)["NetworkAcls"][0]["NetworkAclId"]

    def entry(number: int, action: str, block: str) -> None:
        cloud.ec2.create_network_acl_entry(
            NetworkAclId=acl,
            RuleNumber=number,
            Egress=True,
            Protocol="6",
            RuleAction=action,
            CidrBlock=block,
            PortRange={"From": 443, "To": 443},
        )

    assert SURROUNDINGS.firewalls.acl_lets_through(subnet, AN_ENDPOINT)
    entry(50, "deny", "0.0.0.0/0")
    assert not SURROUNDINGS.firewalls.acl_lets_through(subnet, AN_ENDPOINT)
    entry(40, "allow", "10.0.0.0/16")
    assert not SURROUNDINGS.firewalls.acl_lets_through(subnet, AN_ENDPOINT)
    assert SURROUNDINGS.firewalls.acl_lets_through(subnet, INSIDE)
