from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.placement.network import Network, Subnet
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, REGION, Cloud


@pytest.fixture
def network(cloud: Cloud) -> Network:
    assert cloud
    return Surroundings(ACCOUNT, REGION).network


def seen(network: Network, subnet_id: str) -> Subnet:
    subnet = network.subnet(subnet_id)
    assert subnet is not None
    return subnet


def test_a_subnet_is_told_as_ec2_has_it(cloud: Cloud, network: Network) -> None:
    subnet_id = cloud.subnet(public=False)
    subnet = seen(network, subnet_id)
    assert (subnet.id, subnet.vpc_id) == (subnet_id, cloud.vpc(subnet_id))
    assert (subnet.address, subnet.free_addresses) == ("10.0.0.4", 251)
    assert subnet.zone.startswith(REGION)
    assert not subnet.public_addresses
    cloud.publish(subnet_id)
    cloud.ec2.create_tags(Resources=[subnet_id], Tags=[{"Key": "tier", "Value": "web"}])
    cloud.ec2.create_network_interface(SubnetId=subnet_id)
    subnet = seen(network, subnet_id)
    assert subnet.public_addresses
    assert subnet.tags == (("tier", "web"),)
    assert subnet.free_addresses == 250
    assert network.subnet("subnet-gone") is None


def test_an_internet_gateway_serves_public_addresses_only(cloud: Cloud, network: Network) -> None:
    subnet = seen(network, cloud.subnet())
    assert network.reaches_internet(subnet, public_address=True)
    assert not network.reaches_internet(subnet, public_address=False)


def test_without_a_default_route_nothing_is_reached(cloud: Cloud, network: Network) -> None:
    subnet = seen(network, cloud.subnet(routed=False))
    assert not network.reaches_internet(subnet, public_address=True)


def test_a_detached_gateway_leads_nowhere(cloud: Cloud, network: Network) -> None:
    subnet = seen(network, cloud.subnet())
    mine = [{"Name": "attachment.vpc-id", "Values": [subnet.vpc_id]}]
    (gateway,) = cloud.ec2.describe_internet_gateways(Filters=mine)["InternetGateways"]
    cloud.ec2.detach_internet_gateway(
        InternetGatewayId=gateway["InternetGatewayId"], VpcId=subnet.vpc_id
    )
    assert not network.reaches_internet(subnet, public_address=True)


def test_a_nat_gateway_serves_everybody_while_it_is_there(cloud: Cloud, network: Network) -> None:
    subnet_id = cloud.subnet(public=False, routed=False)
    nat = cloud.ec2.create_nat_gateway(SubnetId=subnet_id, ConnectivityType="private")
    nat_id = nat["NatGateway"]["NatGatewayId"]
    cloud.route_out(subnet_id, NatGatewayId=nat_id)
    subnet = seen(network, subnet_id)
    assert network.reaches_internet(subnet, public_address=False)
    cloud.ec2.delete_nat_gateway(NatGatewayId=nat_id)
    assert not network.reaches_internet(subnet, public_address=False)


def test_a_nat_gateway_needs_a_way_out_itself(cloud: Cloud, network: Network) -> None:
    home, subnet_id = two_subnets(cloud)
    address = cloud.ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = cloud.ec2.create_nat_gateway(SubnetId=home, AllocationId=address)["NatGateway"]
    own = cloud.ec2.create_route_table(VpcId=cloud.vpc(home))["RouteTable"]["RouteTableId"]
    cloud.ec2.associate_route_table(RouteTableId=own, SubnetId=subnet_id)
    cloud.ec2.create_route(
        RouteTableId=own, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat["NatGatewayId"]
    )
    subnet = seen(network, subnet_id)
    assert not network.reaches_internet(subnet, public_address=False)
    cloud.route_out(home)
    assert network.reaches_internet(subnet, public_address=False)


def two_subnets(cloud: Cloud) -> tuple[str, str]:
    """Of one VPC, without a way out."""
    first = cloud.subnet(routed=False)
    made = cloud.ec2.create_subnet(VpcId=cloud.vpc(first), CidrBlock="10.0.1.0/24")
    return first, str(made["Subnet"]["SubnetId"])


def test_a_table_of_its_own_goes_before_the_main_one(cloud: Cloud, network: Network) -> None:
    subnet_id = cloud.subnet()
    subnet = seen(network, subnet_id)
    own = cloud.ec2.create_route_table(VpcId=subnet.vpc_id)["RouteTable"]["RouteTableId"]
    cloud.ec2.associate_route_table(RouteTableId=own, SubnetId=subnet_id)
    assert not network.reaches_internet(subnet, public_address=True)


def test_a_transit_gateway_is_taken_to_lead_out(cloud: Cloud, network: Network) -> None:
    subnet_id = cloud.subnet(routed=False)
    gateway = cloud.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    cloud.route_out(subnet_id, TransitGatewayId=gateway)
    assert network.reaches_internet(seen(network, subnet_id), public_address=False)


def endpoint(cloud: Cloud, subnet: Subnet, service: str, **members: object) -> None:
    cloud.ec2.create_vpc_endpoint(
        VpcId=subnet.vpc_id, ServiceName=f"com.amazonaws.{REGION}.{service}", **members
    )


def test_endpoints_count_with_their_own_names_and_tables(cloud: Cloud, network: Network) -> None:
    subnet = seen(network, cloud.subnet(routed=False))
    other = cloud.ec2.create_route_table(VpcId=subnet.vpc_id)["RouteTable"]["RouteTableId"]
    for service, private_dns in (("ecs", True), ("logs", False)):
        endpoint(
            cloud,
            subnet,
            service,
            VpcEndpointType="Interface",
            SubnetIds=[subnet.id],
            PrivateDnsEnabled=private_dns,
        )
    endpoint(cloud, subnet, "s3", VpcEndpointType="Gateway", RouteTableIds=[other])
    assert network.endpoints(subnet, REGION) == {"ecs"}
    main = cloud.route_table(subnet.id)
    endpoint(cloud, subnet, "s3", VpcEndpointType="Gateway", RouteTableIds=[main])
    assert network.endpoints(subnet, REGION) == {"ecs", "s3"}


def test_endpoints_of_another_vpc_do_not_count(cloud: Cloud, network: Network) -> None:
    mine, theirs = (seen(network, cloud.subnet(routed=False)) for _ in range(2))
    endpoint(
        cloud,
        theirs,
        "ecs",
        VpcEndpointType="Interface",
        SubnetIds=[theirs.id],
        PrivateDnsEnabled=True,
    )
    assert network.endpoints(mine, REGION) == frozenset()


def test_an_endpoint_answers_from_its_own_subnet(cloud: Cloud, network: Network) -> None:
    first, second = two_subnets(cloud)
    subnet = seen(network, first)
    interface: dict[str, Any] = {"VpcEndpointType": "Interface", "PrivateDnsEnabled": True}
    endpoint(cloud, subnet, "logs", **interface)
    assert network.endpoints(subnet, REGION) == frozenset(), "it is in no subnet"
    endpoint(cloud, subnet, "ecs", **interface, SubnetIds=[second])
    assert network.endpoints(subnet, REGION) == {"ecs"}
    acl = cloud.ec2.create_network_acl(VpcId=subnet.vpc_id)["NetworkAcl"]["NetworkAclId"]
    filters = [{"Name": "association.subnet-id", "Values": [second]}]
    (before,) = cloud.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    (mine,) = [one for one in before["Associations"] if one["SubnetId"] == second]
    cloud.ec2.replace_network_acl_association(
        AssociationId=mine["NetworkAclAssociationId"], NetworkAclId=acl
    )
    assert network.endpoints(subnet, REGION) == frozenset(), "its subnet lets nobody in"
    for egress in (True, False):
        cloud.ec2.create_network_acl_entry(
            NetworkAclId=acl,
            RuleNumber=100,
            Protocol="-1",
            RuleAction="allow",
            Egress=egress,
            CidrBlock="10.0.0.0/16",
        )
    assert network.endpoints(subnet, REGION) == {"ecs"}
