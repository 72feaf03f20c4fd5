"""Whether AWS can be reached from the subnets."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.job.platform import ANEW, anew
from batchdeck.diagnosis.egress import IMAGES, JOINING, Network, Way, WayOut, way_out
from batchdeck.diagnosis.facts.launches import Templates, gives_addresses
from batchdeck.diagnosis.per_environment import any_subnet
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
AT_START = ("RUNNABLE", "STARTING", "FAILED")
SYMPTOMS = (
    "inst-registered-in-ecs",
    "inst-agent-connected",
    "ce-status-valid",
    "job-starting-too-long",
    "job-start-failure-class",
    "job-status-reason-code",
    "queue-head-blocked",
    "ce-desired-not-scaling",
)


@check(
    "net-egress-path",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=SYMPTOMS,
    prior=0.12,
    remedy=commands(
        "aws ec2 create-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 "
        "--nat-gateway-id {nat}"
    ),
    docs=(pages.RUNNABLE,),
)
def egress_path(
    managed: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    described: JobDetail | None,
) -> Verdict:
    """Every subnet has a way to the AWS endpoints that are needed.

    A way is an internet gateway and a public address, a NAT gateway, or VPC endpoints for each
    service: ecs, ecs-agent and ecs-telemetry for an instance to join, ecr.api, ecr.dkr and s3
    for the image.
    """

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        out = way_of(environment, subnet, network, described)
        if out.leads_out:
            return passed(f"{subnet.id}: {out.words}")
        needed = IMAGES if environment.is_fargate else JOINING
        missing = [one for one in needed if one not in network.reachable_services(subnet)]
        if not missing:
            return passed(f"{subnet.id}: endpoints for {', '.join(needed)}")
        if out.way is Way.OPAQUE:
            return unknown(f"{subnet.id}: the default route {out.words}, which cannot be followed")
        if out.way is Way.NO_PUBLIC_IP and environment.launch_templates:
            return skipped(f"{subnet.id}: a launch template decides about public addresses")
        absent = Evidence(
            subnet.vpc,
            "VpcEndpoints[]",
            "no " + ", ".join(missing),
            "a NAT gateway, or endpoints for them",
        )
        services = "ECR (ecr.dkr) and S3" if environment.is_fargate else "ECS"
        summary = (
            f"no route to {services} from {subnet.id} of {environment.name}: {out.words}, "
            f"and endpoints are missing ({', '.join(missing)})"
        )
        nat = _usable_nat(subnet, network)
        return failed(summary, out.evidence, absent, table=out.table, known=nat)

    return any_subnet(managed, subnets, judge)


@check(
    "net-public-subnet-auto-ip",
    layer=Layer.NETWORK,
    applies_to=INSTANCES,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.06,
    remedy=commands(
        "aws ec2 modify-subnet-attribute --subnet-id {subnet} --map-public-ip-on-launch"
    ),
    docs=(pages.RUNNABLE,),
)
def public_address(
    instance_environments: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    launch_templates: Templates,
) -> Verdict:
    """A public subnet gives its instances a public address.

    An internet gateway serves nothing else. A launch template may give one, or withhold it,
    whatever the subnet says.
    """

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        given = gives_addresses(environment, launch_templates)
        public = subnet.maps_public_ip if given is None else given
        out = way_out(subnet, network, public_ip=public)
        if out.way is not Way.NO_PUBLIC_IP:
            return passed(f"{subnet.id}: {out.words}")
        if set(JOINING) <= network.reachable_services(subnet):
            return passed(f"{subnet.id} has endpoints")
        if any(launch_templates.get(one.key) is None for one in environment.launch_templates):
            return unknown(f"{subnet.id}: a launch template that is gone gave addresses, or not")
        if given is False:
            return _withheld(environment, subnet)
        evidence = Evidence(subnet.id, "MapPublicIpOnLaunch", "false", "true")
        summary = (
            f"instances in {subnet.id} get no public address, and its default route {out.words}"
        )
        return failed(summary, evidence, subnet=subnet.id)

    return any_subnet(instance_environments, subnets, judge)


@check(
    "net-fargate-public-ip",
    layer=Layer.NETWORK,
    applies_to=FARGATE,
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.1,
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def fargate_address(
    job: JobDetail,
    fargate_environments: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """A Fargate job asks for a public address when its subnets need one.

    `networkConfiguration.assignPublicIp` has to be ENABLED behind an internet gateway. Behind
    a NAT gateway it makes no difference.
    """
    if _wants_address(job):
        return passed("assignPublicIp is ENABLED")

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        out = way_out(subnet, network, public_ip=False)
        if out.way is not Way.NO_PUBLIC_IP or set(IMAGES) <= network.reachable_services(subnet):
            return passed(f"{subnet.id}: {out.words}")
        field = "networkConfiguration.assignPublicIp"
        evidence = Evidence(job.job.definition, field, "DISABLED", "ENABLED")
        summary = f"the job has no public address, and the default route of {subnet.id} {out.words}"
        members = {"networkConfiguration": {"assignPublicIp": "ENABLED"}}
        return failed(summary, evidence, out.evidence, known=anew(job, definition, members))

    return any_subnet(fargate_environments, subnets, judge)


def _withheld(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
    field = "LaunchTemplateData.NetworkInterfaces[].AssociatePublicIpAddress"
    name = environment.launch_templates[0].template
    summary = (
        f"instances in {subnet.id} of {environment.name} get no public address: "
        f"the launch template {name} says so"
    )
    return failed(summary, Evidence(name, field, "false", "true"))


def way_of(
    environment: ComputeEnvironment,
    subnet: Subnet,
    network: Network,
    described: JobDetail | None,
) -> WayOut:
    """Where the default route of a subnet leads for what runs there in the environment."""
    if environment.is_fargate:
        public = described is None or _wants_address(described)
        return way_out(subnet, network, public_ip=public)
    return way_out(subnet, network, public_ip=subnet.maps_public_ip)


def _wants_address(job: JobDetail) -> bool:
    return any(one.public_ip for one in job.containers)


def _usable_nat(subnet: Subnet, network: Network) -> dict[str, str]:
    """A NAT gateway of the VPC that works, for the remedy."""
    for nat in network.nats:
        if nat.vpc == subnet.vpc and nat.state == "available" and nat.connectivity == "public":
            return {"nat": nat.id}
    return {}
