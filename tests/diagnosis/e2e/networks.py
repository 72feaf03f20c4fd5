"""What is wrong between instances and the endpoints of AWS."""

from __future__ import annotations

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import Case, endpoints, image, nat_beside, private, stuck
from tests.local.cloud import Cloud

ALL = ("ecr.api", "ecr.dkr", "s3", "logs", "ecs", "ecs-agent", "ecs-telemetry")


def no_default_route(cloud: Cloud) -> Case:
    subnet = private(cloud)
    nat_beside(cloud, subnet)
    return in_subnet(cloud, subnet, "net-egress-path", mended=True)


def no_public_addresses(cloud: Cloud) -> Case:
    subnet = cloud.subnet(public=False)
    return in_subnet(cloud, subnet, "net-public-subnet-auto-ip", mended=True)


def nat_deleted(cloud: Cloud) -> Case:
    subnet = private(cloud)
    nat = nat_beside(cloud, subnet)
    cloud.route_out(subnet, NatGatewayId=nat)
    cloud.ec2.delete_nat_gateway(NatGatewayId=nat)
    return in_subnet(cloud, subnet, "net-nat-available")


def nat_in_a_private_subnet(cloud: Cloud) -> Case:
    subnet = private(cloud)
    cloud.route_out(subnet, NatGatewayId=nat_beside(cloud, subnet, routed=False))
    return in_subnet(cloud, subnet, "net-nat-available")


def gateway_of_another_vpc(cloud: Cloud) -> Case:
    subnet = cloud.subnet(routed=False)
    gateway = cloud.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    cloud.route_out(subnet, GatewayId=gateway)
    return in_subnet(cloud, subnet, "net-igw-attached")


def group_lets_nothing_out(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    group = cloud.group(subnet)
    everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    cloud.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
    return in_subnet(cloud, subnet, "net-sg-egress", mended=True)


def acl_lets_no_https_out(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    deny(cloud, subnet, egress=True, first=443, last=443)
    return in_subnet(cloud, subnet, "net-nacl", mended=True)


def acl_lets_no_answers_in(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    deny(cloud, subnet, egress=False, first=1024, last=65535)
    return in_subnet(cloud, subnet, "net-nacl", mended=True)


def telemetry_forgotten(cloud: Cloud) -> Case:
    subnet = private(cloud)
    endpoints(cloud, subnet, *(one for one in ALL if one != "ecs-telemetry"))
    return in_subnet(cloud, subnet, "net-vpce-ecs", mended=True)


def layers_forgotten(cloud: Cloud) -> Case:
    subnet = private(cloud)
    endpoints(cloud, subnet, *(one for one in ALL if one != "s3"))
    definition = cloud.definition(container={"image": image(cloud, "amd64")})
    job = cloud.submit(cloud.queue(cloud.environment(subnets=[subnet])), definition)
    cloud.wait(job, "FAILED")
    return Case(Subject(Kind.JOB, job), "net-vpce-ecr-s3")


def endpoints_without_names(cloud: Cloud) -> Case:
    subnet = private(cloud)
    endpoints(cloud, subnet, *ALL, named=False)
    return in_subnet(cloud, subnet, "net-vpce-private-dns")


def no_addresses_left(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    vpc = cloud.vpc(subnet)
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.7.0/28")["Subnet"]["SubnetId"]
    cloud.publish(made)
    for _ in range(11):
        cloud.ec2.create_network_interface(SubnetId=made)
    return in_subnet(cloud, made, "net-subnet-free-ips")


def deny(cloud: Cloud, subnet: str, *, egress: bool, first: int, last: int) -> None:
    """An entry before all others in a subnet's ACL."""
    mine = [{"Name": "association.subnet-id", "Values": [subnet]}]
    acl = cloud.ec2.describe_network_acls(Filters=mine)["NetworkAcls"][0]["NetworkAclId"]
    cloud.ec2.create_network_acl_entry(
        NetworkAclId=acl,
        RuleNumber=95,
        Protocol="6",
        RuleAction="deny",
        Egress=egress,
        CidrBlock="0.0.0.0/0",
        PortRange={"From": first, "To": last},
    )


def in_subnet(cloud: Cloud, subnet: str, cause: str, *, mended: bool = False) -> Case:
    """A job whose instance would start in that subnet."""
    return stuck(cloud, cloud.environment(subnets=[subnet]), cause, mended=mended)


BROKEN = (
    no_default_route,
    no_public_addresses,
    nat_deleted,
    nat_in_a_private_subnet,
    gateway_of_another_vpc,
    group_lets_nothing_out,
    acl_lets_no_https_out,
    acl_lets_no_answers_in,
    telemetry_forgotten,
    layers_forgotten,
    endpoints_without_names,
    no_addresses_left,
)
