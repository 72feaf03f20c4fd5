"""VPC endpoints where there is no other way out."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Remedy, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS
from batchdeck.diagnosis.egress import IMAGES, JOINING, Network, Way, way_out
from batchdeck.diagnosis.per_environment import any_of
from batchdeck.diagnosis.services import region_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

CREATE = (
    (
        "aws ec2 create-vpc-endpoint --vpc-id {vpc} --vpc-endpoint-type Interface "
        "--service-name com.amazonaws.{region}.{service} --subnet-ids {subnet} "
        "--private-dns-enabled"
    ),
)


@check(
    "net-vpce-private-dns",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("net-vpce-ecs", "net-vpce-ecr-s3", "net-egress-path", *SYMPTOMS),
    prior=0.02,
    remedy=commands(
        "aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint} --private-dns-enabled"
    ),
    docs=(pages.ECS_ENDPOINTS,),
)
def private_dns(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """Interface endpoints answer to the names of their services (private DNS)."""

    def judge(subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return skipped(f"{subnet.id} needs no endpoints")
        nameless = network.nameless_services(subnet) & {*JOINING, *IMAGES}
        for endpoint in network.endpoints:
            if endpoint.service in nameless and endpoint.vpc == subnet.vpc:
                evidence = Evidence(endpoint.id, "PrivateDnsEnabled", "false", "true")
                summary = f"{endpoint.id} for {endpoint.service} does not answer to its name"
                return failed(summary, evidence, endpoint=endpoint.id)
        return passed()

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-vpce-ecs",
    layer=Layer.NETWORK,
    applies_to=INSTANCES,
    explains=("net-egress-path", *SYMPTOMS),
    prior=0.04,
    remedy=Remedy(CREATE),
    docs=(pages.ECS_ENDPOINTS,),
)
def ecs_endpoints(
    instance_environments: tuple[ComputeEnvironment, ...],
    subnets: tuple[Subnet, ...],
    network: Network,
) -> Verdict:
    """A subnet with endpoints for ECS has all three: ecs, ecs-agent and ecs-telemetry.

    Where there is none of them and no other way out, net-egress-path says so.
    """
    own = {one for each in instance_environments for one in each.subnets}
    return _all_or_none([one for one in subnets if one.id in own], network, JOINING)


@check(
    "net-vpce-ecr-s3",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("job-start-failure-class", "job-starting-too-long", "net-egress-path"),
    prior=0.04,
    remedy=Remedy(CREATE),
    docs=(pages.ECR_ENDPOINTS,),
)
def image_endpoints(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """A subnet with endpoints for ECR has all that an image needs: ecr.api, ecr.dkr and s3.

    The layers of an image lie in S3.
    """
    return _all_or_none(list(subnets), network, IMAGES)


def _all_or_none(subnets: list[Subnet], network: Network, services: tuple[str, ...]) -> Verdict:
    def judge(subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return skipped(f"{subnet.id} needs no endpoints")
        known = network.reachable_services(subnet) | network.nameless_services(subnet)
        # The gateway endpoint for S3 costs nothing and stands alone in many VPCs.
        if not known & set(services) - {"s3"}:
            return skipped(f"{subnet.id} has no endpoints for {', '.join(services)}")
        missing = [one for one in services if one not in known]
        if not missing:
            return passed(f"{subnet.id} has {', '.join(services)}")
        evidence = Evidence(subnet.vpc, "VpcEndpoints[]", "no " + ", ".join(missing), "all")
        summary = f"{subnet.id} has no endpoint for {', '.join(missing)}, and no other way out"
        values = {"vpc": subnet.vpc, "subnet": subnet.id, "service": missing[0]}
        return failed(summary, evidence, region=region_of(subnet), known=values)

    return any_of(subnets, judge, kind="subnets")


def leads_elsewhere(subnet: Subnet, network: Network) -> bool:
    """Whether the default route leads anywhere, so that no endpoint is needed for certain."""
    return way_out(subnet, network, public_ip=True).way is not Way.NONE
