"""What endpoints, roles and secrets let nobody do."""

from __future__ import annotations

import json
from typing import Any

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import Case, healthy, image, nat_beside, private, stuck
from tests.diagnosis.e2e.identities import arn, policy, profile_of
from tests.diagnosis.e2e.jobs import failed, on_fargate
from tests.diagnosis.e2e.networks import ALL, in_subnet
from tests.local.cloud import ACCOUNT, ECS_POLICY, EXECUTION_POLICY, Cloud


def endpoints_behind_a_closed_group(cloud: Cloud) -> Case:
    subnet = named_vpc(cloud)
    closed = cloud.ec2.create_security_group(
        GroupName=cloud.name("closed"), Description="closed", VpcId=cloud.vpc(subnet)
    )
    guarded(cloud, subnet, closed["GroupId"])
    return in_subnet(cloud, subnet, "net-vpce-sg-ingress", mended=True)


def a_policy_that_lets_nobody_poll(cloud: Cloud) -> Case:
    subnet = named_vpc(cloud)
    guarded(cloud, subnet, open_group(cloud, subnet))
    agent = f"com.amazonaws.{cloud.region}.ecs-agent"
    mine = [{"Name": "service-name", "Values": [agent]}]
    found = cloud.ec2.describe_vpc_endpoints(Filters=mine)["VpcEndpoints"][0]["VpcEndpointId"]
    document = json.loads(policy("Allow", "s3:*"))
    document["Statement"][0]["Principal"] = "*"
    cloud.ec2.modify_vpc_endpoint(VpcEndpointId=found, PolicyDocument=json.dumps(document))
    return Case(Subject(Kind.ENVIRONMENT, cloud.environment(subnets=[subnet])), "net-vpce-policy")


def a_vpc_without_hostnames(cloud: Cloud) -> Case:
    subnet = named_vpc(cloud)
    guarded(cloud, subnet, open_group(cloud, subnet))
    cloud.ec2.modify_vpc_attribute(VpcId=cloud.vpc(subnet), EnableDnsHostnames={"Value": False})
    return Case(Subject(Kind.ENVIRONMENT, cloud.environment(subnets=[subnet])), "net-vpc-dns")


def a_boundary_above_the_instance_role(cloud: Cloud) -> Case:
    made = cloud.iam.create_policy(
        PolicyName=cloud.name("boundary"), PolicyDocument=policy("Allow", "s3:*")
    )
    role = cloud.role("ec2.amazonaws.com", ECS_POLICY)
    cloud.iam.put_role_permissions_boundary(
        RoleName=role, PermissionsBoundary=made["Policy"]["Arn"]
    )
    environment = cloud.environment(instanceRole=profile_of(cloud, role))
    return stuck(cloud, environment, "iam-boundary-scp", mended=True)


def a_secret_nobody_may_read(cloud: Cloud) -> Case:
    secret = made_secret(cloud)
    return with_secret(cloud, secret, "iam-execution-role-permissions", EXECUTION_POLICY)


def a_secret_that_is_deleted(cloud: Cloud) -> Case:
    secret = made_secret(cloud)
    cloud.client("secretsmanager").delete_secret(SecretId=secret)
    return with_secret(cloud, secret, "secret-exists", reads=True)


def an_image_for_another_architecture(cloud: Cloud) -> Case:
    container = {"image": image(cloud, "arm64")}
    return failed(cloud, cloud.queue(), "image-arch-matches", container=container)


def a_role_that_may_not_pull(cloud: Cloud) -> Case:
    role = cloud.role("ec2.amazonaws.com")
    document = policy("Allow", "ecs:*", "logs:*")
    cloud.iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=document)
    queue = cloud.queue(cloud.environment(instanceRole=profile_of(cloud, role)))
    container = {"image": image(cloud, "amd64")}
    return failed(cloud, queue, "iam-instance-role-image-logs", container=container)


def an_image_nobody_lets_out(cloud: Cloud) -> Case:
    foreign = f"210987654321.dkr.ecr.{cloud.region}.amazonaws.com/genome:v1"
    return failed(cloud, cloud.queue(), "image-ecr-cross-account", container={"image": foreign})


def a_public_image_behind_endpoints(cloud: Cloud) -> Case:
    subnet = named_vpc(cloud)
    guarded(cloud, subnet, open_group(cloud, subnet))
    queue = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    return failed(cloud, queue, "image-registry-in-reach", **on_fargate(cloud, "DISABLED"))


def with_secret(cloud: Cloud, secret: str, cause: str, *policies: str, reads: bool = False) -> Case:
    """A job that reads a secret, with an execution role that may or may not."""
    role = cloud.role("ecs-tasks.amazonaws.com", *policies)
    if reads:
        document = policy("Allow", "secretsmanager:GetSecretValue")
        cloud.iam.put_role_policy(RoleName=role, PolicyName="reads", PolicyDocument=document)
    container: dict[str, Any] = {
        "executionRoleArn": arn(role),
        "secrets": [{"name": "PASSWORD", "valueFrom": secret}],
    }
    return failed(cloud, cloud.queue(), cause, container=container)


def made_secret(cloud: Cloud) -> str:
    """The ARN of a new secret."""
    manager = cloud.client("secretsmanager")
    return str(manager.create_secret(Name=cloud.name("secret"), SecretString="s")["ARN"])


def guarded(cloud: Cloud, subnet: str, group: str) -> None:
    """All endpoints that an instance needs, behind a group."""
    for service in ALL:
        cloud.ec2.create_vpc_endpoint(
            VpcEndpointType="Interface",
            VpcId=cloud.vpc(subnet),
            ServiceName=f"com.amazonaws.{cloud.region}.{service}",
            SubnetIds=[subnet],
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
        )


def named_vpc(cloud: Cloud) -> str:
    """A private subnet of a VPC with DNS hostnames."""
    subnet = private(cloud)
    cloud.ec2.modify_vpc_attribute(VpcId=cloud.vpc(subnet), EnableDnsHostnames={"Value": True})
    return subnet


def open_group(cloud: Cloud, subnet: str) -> str:
    """A group that accepts HTTPS from the VPC."""
    made = cloud.ec2.create_security_group(
        GroupName=cloud.name("open"), Description="open", VpcId=cloud.vpc(subnet)
    )
    https = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    rule = {**https, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}
    cloud.ec2.authorize_security_group_ingress(GroupId=made["GroupId"], IpPermissions=[rule])
    return str(made["GroupId"])


def endpoints_that_accept_the_vpc(cloud: Cloud) -> Case:
    subnet = named_vpc(cloud)
    guarded(cloud, subnet, open_group(cloud, subnet))
    return healthy(cloud.environment(subnets=[subnet]))


def policies_for_these_resources_only(cloud: Cloud) -> Case:
    """An instance role of their own that names resources instead of `*`."""
    role = cloud.role("ec2.amazonaws.com")
    statements = [
        {"Effect": "Allow", "Action": "ecs:*", "Resource": f"arn:aws:ecs:*:{ACCOUNT}:*"},
        {"Effect": "Allow", "Action": "ecs:DiscoverPollEndpoint", "Resource": "*"},
        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        {"Effect": "Allow", "Action": "ecr:*", "Resource": f"arn:aws:ecr:*:{ACCOUNT}:repository/*"},
        {"Effect": "Allow", "Action": "logs:*", "Resource": "arn:aws:logs:*:*:log-group:/aws/*"},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    cloud.iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=document)
    return healthy(cloud.environment(instanceRole=profile_of(cloud, role)))


def name_servers_of_their_own_behind_a_nat(cloud: Cloud) -> Case:
    subnet = private(cloud)
    cloud.route_out(subnet, NatGatewayId=nat_beside(cloud, subnet))
    servers = [{"Key": "domain-name-servers", "Values": ["10.0.0.53"]}]
    made = cloud.ec2.create_dhcp_options(DhcpConfigurations=servers)["DhcpOptions"]
    cloud.ec2.associate_dhcp_options(DhcpOptionsId=made["DhcpOptionsId"], VpcId=cloud.vpc(subnet))
    return healthy(cloud.environment(subnets=[subnet]))


BROKEN = (
    endpoints_behind_a_closed_group,
    a_policy_that_lets_nobody_poll,
    a_vpc_without_hostnames,
    a_boundary_above_the_instance_role,
    a_secret_nobody_may_read,
    a_secret_that_is_deleted,
    an_image_for_another_architecture,
    a_role_that_may_not_pull,
    an_image_nobody_lets_out,
    a_public_image_behind_endpoints,
)
HEALTHY = (
    endpoints_that_accept_the_vpc,
    policies_for_these_resources_only,
    name_servers_of_their_own_behind_a_nat,
)
