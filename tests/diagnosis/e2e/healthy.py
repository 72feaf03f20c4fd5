"""What looks unusual and works: nothing of it may be accused."""

from __future__ import annotations

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.capacities import launch_template
from tests.diagnosis.e2e.case import (
    Case,
    endpoints,
    healthy,
    nat_beside,
    private,
    stuck_in,
    work,
)
from tests.diagnosis.e2e.identities import policy, profile_of
from tests.diagnosis.e2e.networks import ALL, deny
from tests.local.cloud import Cloud, trust


def equivalent_policies(cloud: Cloud) -> Case:
    """Their own policies instead of the one that AWS manages."""
    role = cloud.role("ec2.amazonaws.com")
    actions = ("ecs:*", "ecr:*", "logs:*")
    made = cloud.iam.create_policy(
        PolicyName=cloud.name("policy"), PolicyDocument=policy("Allow", *actions)
    )
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=made["Policy"]["Arn"])
    return healthy(cloud.environment(instanceRole=profile_of(cloud, role)))


def role_under_a_path(cloud: Cloud) -> Case:
    """A service role of their own, whose name is not all of its ARN."""
    name = cloud.name("role")
    made = cloud.iam.create_role(
        RoleName=name, Path="/team/batch/", AssumeRolePolicyDocument=trust("batch.amazonaws.com")
    )
    cloud.iam.attach_role_policy(
        RoleName=name, PolicyArn="arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"
    )
    return healthy(cloud.environment(service_role=made["Role"]["Arn"]))


def addresses_from_the_launch_template(cloud: Cloud) -> Case:
    """The subnet gives no public addresses, the launch template does."""
    subnet = cloud.subnet(public=False)
    interface = {
        "DeviceIndex": 0,
        "AssociatePublicIpAddress": True,
        "Groups": [cloud.group(subnet)],
    }
    template = launch_template(cloud, {"NetworkInterfaces": [interface]})
    return healthy(
        cloud.environment(subnets=[subnet], launchTemplate={"launchTemplateId": template})
    )


def main_route_table(cloud: Cloud) -> Case:
    """No table is associated with the subnet: it uses its VPC's main one."""
    return healthy(cloud.environment())


def behind_a_nat(cloud: Cloud) -> Case:
    subnet = private(cloud)
    cloud.route_out(subnet, NatGatewayId=nat_beside(cloud, subnet))
    return healthy(cloud.environment(subnets=[subnet]))


def endpoints_only(cloud: Cloud) -> Case:
    subnet = private(cloud)
    endpoints(cloud, subnet, *(one for one in ALL if one != "s3"))
    cloud.ec2.create_vpc_endpoint(
        VpcEndpointType="Gateway",
        VpcId=cloud.vpc(subnet),
        ServiceName=f"com.amazonaws.{cloud.region}.s3",
        RouteTableIds=[cloud.route_table(subnet)],
    )
    return healthy(cloud.environment(subnets=[subnet]))


def https_only(cloud: Cloud) -> Case:
    """A group that lets out what is needed, and no more."""
    subnet = cloud.subnet()
    group = cloud.group(subnet)
    everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    https = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    cloud.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
    cloud.ec2.authorize_security_group_egress(
        GroupId=group, IpPermissions=[{**https, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    )
    return healthy(cloud.environment(subnets=[subnet]))


def telnet_denied(cloud: Cloud) -> Case:
    """An ACL that denies something nobody needs."""
    subnet = cloud.subnet()
    deny(cloud, subnet, egress=True, first=23, last=23)
    return healthy(cloud.environment(subnets=[subnet]))


def one_broken_subnet_of_two(cloud: Cloud) -> Case:
    good = cloud.subnet()
    vpc = cloud.vpc(good)
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.8.0/24")["Subnet"]["SubnetId"]
    table = cloud.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    cloud.ec2.associate_route_table(RouteTableId=table, SubnetId=made)
    return healthy(cloud.environment(subnets=[good, made]))


def one_good_environment_of_two(cloud: Cloud) -> Case:
    """Its job waits because the good one is full."""
    bad = cloud.environment(instanceRole="nobody-made-this")
    return waiting(cloud, cloud.queue(bad, small(cloud)))


def behind_others(cloud: Cloud) -> Case:
    return waiting(cloud, cloud.queue(small(cloud)))


def waiting_for_another(cloud: Cloud) -> Case:
    queue = cloud.queue()
    first = cloud.submit(queue, work(cloud, container={"command": ["backup"]}))
    job = cloud.submit(queue, work(cloud), dependsOn=[{"jobId": first}])
    cloud.wait(job, "PENDING")
    return Case(Subject(Kind.JOB, job))


def running(cloud: Cloud) -> Case:
    job = cloud.submit(cloud.queue(), work(cloud, container={"command": ["backup"]}))
    cloud.wait(job, "RUNNING")
    return Case(Subject(Kind.JOB, job))


def fargate_behind_a_nat(cloud: Cloud) -> Case:
    """Without a public address, which a NAT gateway makes needless."""
    subnet = private(cloud)
    cloud.route_out(subnet, NatGatewayId=nat_beside(cloud, subnet))
    return healthy(cloud.environment("FARGATE", subnets=[subnet]))


def spot_without_a_fleet_role(cloud: Cloud) -> Case:
    """Only BEST_FIT needs one."""
    environment = cloud.environment("SPOT", allocationStrategy="SPOT_CAPACITY_OPTIMIZED")
    return healthy(environment)


def waiting(cloud: Cloud, queue: str) -> Case:
    """A job in a queue whose environments are full."""
    long = work(cloud, vcpus="2", container={"command": ["backup"]})
    cloud.wait(cloud.submit(queue, long), "RUNNING")
    return stuck_in(cloud, queue, "", vcpus="2")


def small(cloud: Cloud) -> str:
    """An environment for one job of two vCPUs."""
    return cloud.environment(maxvCpus=2, instanceTypes=["m5.large"])


HEALTHY = (
    equivalent_policies,
    role_under_a_path,
    addresses_from_the_launch_template,
    main_route_table,
    behind_a_nat,
    endpoints_only,
    https_only,
    telnet_denied,
    one_broken_subnet_of_two,
    one_good_environment_of_two,
    behind_others,
    waiting_for_another,
    running,
    fargate_behind_a_nat,
    spot_without_a_fleet_role,
)
