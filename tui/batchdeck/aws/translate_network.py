"""What a VPC is made of: from botocore's dicts to the domain."""

from __future__ import annotations

from batchdeck.aws.shapes import Document, child, children, text, texts, whole
from batchdeck.aws.translate_policies import policy
from batchdeck.domain.network import (
    AccessExclusion,
    AclEntry,
    GroupRule,
    InternetGateway,
    NatGateway,
    NetworkAcl,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)

_TARGETS = (
    "NatGatewayId",
    "GatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "CoreNetworkArn",
    "EgressOnlyInternetGatewayId",
    "CarrierGatewayId",
    "LocalGatewayId",
)


def subnet(source: Document) -> Subnet:
    """A subnet of `DescribeSubnets`."""
    return Subnet(
        id=text(source, "SubnetId"),
        vpc=text(source, "VpcId"),
        zone=text(source, "AvailabilityZone"),
        cidr=text(source, "CidrBlock"),
        free_addresses=whole(source, "AvailableIpAddressCount"),
        maps_public_ip=source.get("MapPublicIpOnLaunch") is True,
        block_mode=text(child(source, "BlockPublicAccessStates"), "InternetGatewayBlockMode")
        or "off",
    )


def route_table(source: Document) -> RouteTable:
    """A table of `DescribeRouteTables`."""
    associations = children(source, "Associations")
    return RouteTable(
        id=text(source, "RouteTableId"),
        vpc=text(source, "VpcId"),
        main=any(one.get("Main") is True for one in associations),
        subnets=tuple(filter(None, (text(one, "SubnetId") for one in associations))),
        routes=tuple(_route(one) for one in children(source, "Routes")),
    )


def _route(source: Document) -> Route:
    destinations = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return Route(
        destination=next(filter(None, (text(source, name) for name in destinations)), ""),
        target=next(filter(None, (text(source, name) for name in _TARGETS)), ""),
        state=text(source, "State") or "active",
    )


def nat_gateway(source: Document) -> NatGateway:
    """A gateway of `DescribeNatGateways`."""
    return NatGateway(
        id=text(source, "NatGatewayId"),
        vpc=text(source, "VpcId"),
        subnet=text(source, "SubnetId"),
        state=text(source, "State").lower(),
        connectivity=text(source, "ConnectivityType") or "public",
    )


def internet_gateway(source: Document) -> InternetGateway:
    """A gateway of `DescribeInternetGateways`."""
    attached = [
        text(one, "VpcId")
        for one in children(source, "Attachments")
        if text(one, "State").lower() in {"available", "attached"}
    ]
    return InternetGateway(text(source, "InternetGatewayId"), tuple(attached))


def vpc_endpoint(source: Document) -> VpcEndpoint:
    """An endpoint of `DescribeVpcEndpoints`."""
    service = text(source, "ServiceName")
    _, found, short = service.partition("com.amazonaws.")
    return VpcEndpoint(
        id=text(source, "VpcEndpointId"),
        vpc=text(source, "VpcId"),
        service=short.partition(".")[2] if found else service,
        type=text(source, "VpcEndpointType"),
        state=text(source, "State").lower(),
        private_dns=source.get("PrivateDnsEnabled") is True,
        route_tables=texts(source, "RouteTableIds"),
        groups=tuple(text(one, "GroupId") for one in children(source, "Groups")),
        policy=policy(source, "PolicyDocument"),
        error=text(child(source, "LastError"), "Message") or text(source, "FailureReason"),
    )


def access_exclusion(source: Document) -> AccessExclusion:
    """An exclusion of `DescribeVpcBlockPublicAccessExclusions`."""
    return AccessExclusion(
        text(source, "ResourceArn"), text(source, "InternetGatewayExclusionMode")
    )


def name_servers(source: Document) -> tuple[str, ...]:
    """The name servers in options of `DescribeDhcpOptions`."""
    return tuple(
        text(value, "Value")
        for one in children(source, "DhcpConfigurations")
        if text(one, "Key") == "domain-name-servers"
        for value in children(one, "Values")
    )


def security_group(source: Document) -> SecurityGroup:
    """A group of `DescribeSecurityGroups`."""
    return SecurityGroup(
        id=text(source, "GroupId"),
        vpc=text(source, "VpcId"),
        egress=tuple(_rule(one) for one in children(source, "IpPermissionsEgress")),
        ingress=tuple(_rule(one) for one in children(source, "IpPermissions")),
    )


def _rule(source: Document) -> GroupRule:
    return GroupRule(
        protocol=text(source, "IpProtocol"),
        first_port=whole(source, "FromPort"),
        last_port=whole(source, "ToPort"),
        cidrs=tuple(text(one, "CidrIp") for one in children(source, "IpRanges")),
        groups=tuple(text(one, "GroupId") for one in children(source, "UserIdGroupPairs")),
        prefix_lists=tuple(text(one, "PrefixListId") for one in children(source, "PrefixListIds")),
    )


def network_acl(source: Document) -> NetworkAcl:
    """A list of `DescribeNetworkAcls`."""
    return NetworkAcl(
        id=text(source, "NetworkAclId"),
        subnets=tuple(text(one, "SubnetId") for one in children(source, "Associations")),
        entries=tuple(_entry(one) for one in children(source, "Entries")),
    )


def _entry(source: Document) -> AclEntry:
    ports = child(source, "PortRange")
    return AclEntry(
        number=whole(source, "RuleNumber") or 0,
        egress=source.get("Egress") is True,
        allows=text(source, "RuleAction") == "allow",
        protocol=text(source, "Protocol"),
        cidr=text(source, "CidrBlock") or text(source, "Ipv6CidrBlock"),
        first_port=whole(ports, "From"),
        last_port=whole(ports, "To"),
    )
