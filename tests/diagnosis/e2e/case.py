"""A misconfiguration made through the API, and what the diagnosis has to say of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from batchdeck.diagnosis.subject import Kind, Subject
from tests.local.cloud import ACCOUNT, Cloud

IMAGE = ACCOUNT + ".dkr.ecr.ap-northeast-1.amazonaws.com/daily-report:1.2"
"""One that runs without an engine: what is mended is seen to run."""
VPC = "10.0.0.0/16"


@dataclass(frozen=True, slots=True)
class Case:
    """Something that is stuck, or looks as if it was."""

    subject: Subject
    cause: str = ""
    """The check whose failure is the only root; empty: nothing may be accused."""
    starts: str = ""
    """The job that runs once the shown commands were carried out; empty: they are not tried.

    Where one of them submits it again, the new one is meant.
    """


Make = Callable[[Cloud], Case]


def stuck(
    cloud: Cloud, environment: str, cause: str, *, mended: bool = False, **definition: Any
) -> Case:
    """A job in a queue of that environment."""
    return stuck_in(cloud, cloud.queue(environment), cause, mended=mended, **definition)


def stuck_in(
    cloud: Cloud, queue: str, cause: str, *, mended: bool = False, **definition: Any
) -> Case:
    """A job in that queue, once it is RUNNABLE."""
    job = cloud.submit(queue, work(cloud, **definition))
    cloud.wait(job, "RUNNABLE")
    return Case(Subject(Kind.JOB, job), cause, job if mended else "")


def work(cloud: Cloud, *, container: Any = None, **members: Any) -> str:
    """A definition of a program that runs for three seconds."""
    properties = {"image": IMAGE, "command": ["probe"], **(container or {})}
    return cloud.definition(container=properties, **members)


def healthy(environment: str) -> Case:
    """An environment of which nothing bad can be said."""
    return Case(Subject(Kind.ENVIRONMENT, environment))


def image(cloud: Cloud, architecture: str, name: str = "", tag: str = "v1") -> str:
    """An image in ECR that is built for an architecture."""
    ecr, name = cloud.client("ecr"), name or cloud.name("image")
    ecr.create_repository(repositoryName=name)
    kind = "application/vnd.oci.image.index.v1+json"
    platform = {"architecture": architecture, "os": "linux"}
    only = {"digest": f"sha256:{'a' * 64}", "platform": platform}
    manifest = json.dumps({"schemaVersion": 2, "mediaType": kind, "manifests": [only]})
    ecr.put_image(
        repositoryName=name, imageManifest=manifest, imageManifestMediaType=kind, imageTag=tag
    )
    return f"{ACCOUNT}.dkr.ecr.{cloud.region}.amazonaws.com/{name}:{tag}"


def private(cloud: Cloud) -> str:
    """A subnet without a way out."""
    return cloud.subnet(public=False, routed=False)


def in_zone(cloud: Cloud, zone: str) -> str:
    """A public subnet in that Availability Zone, with a way out."""
    vpc = cloud.vpc(cloud.subnet())
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.6.0/24", AvailabilityZone=zone)
    subnet = str(made["Subnet"]["SubnetId"])
    cloud.publish(subnet)
    return subnet


def nat_beside(cloud: Cloud, subnet: str, *, kind: str = "public", routed: bool = True) -> str:
    """A NAT gateway in a new subnet of the same VPC, with a route to an internet gateway."""
    vpc = cloud.vpc(subnet)
    made = cloud.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.9.0/24")
    home = made["Subnet"]["SubnetId"]
    if routed:
        table = cloud.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        cloud.ec2.associate_route_table(RouteTableId=table, SubnetId=home)
        gateway = cloud.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        cloud.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        cloud.ec2.create_route(
            RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway
        )
    nat = cloud.ec2.create_nat_gateway(SubnetId=home, ConnectivityType=kind)
    return str(nat["NatGateway"]["NatGatewayId"])


def endpoints(cloud: Cloud, subnet: str, *services: str, named: bool = True) -> None:
    """Interface endpoints in a subnet; `named`: they answer to the services' own names."""
    vpc = cloud.vpc(subnet)
    cloud.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    for service in services:
        cloud.ec2.create_vpc_endpoint(
            VpcEndpointType="Interface",
            VpcId=vpc,
            ServiceName=f"com.amazonaws.{cloud.region}.{service}",
            SubnetIds=[subnet],
            PrivateDnsEnabled=named,
        )
