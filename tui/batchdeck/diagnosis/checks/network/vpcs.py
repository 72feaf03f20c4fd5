"""What is set for a whole VPC: names, and access from and to the internet."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS, way_of
from batchdeck.diagnosis.egress import Network, Way, WayOut
from batchdeck.diagnosis.per_environment import any_of, any_subnet
from batchdeck.diagnosis.services import joining_services, starting_services
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import AccessExclusion, NameResolution, Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
AMAZONS = ("AmazonProvidedDNS", "169.254.169.253", "fd00:ec2::253")
"""The resolver that knows the private names of endpoints."""


@check(
    "net-vpc-dns",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("net-vpce-private-dns", *SYMPTOMS),
    prior=0.01,
    remedy=commands("aws ec2 modify-vpc-attribute --vpc-id {vpc} {attribute}"),
    docs=(pages.PRIVATE_NAMES,),
)
def names_resolve(
    subnets: tuple[Subnet, ...], name_resolution: Mapping[str, NameResolution]
) -> Verdict:
    """The VPC resolves names, and those of its endpoints.

    The second takes DNS hostnames too: without them an endpoint does not answer to the name
    of its service.
    """

    def judge(subnet: Subnet) -> Verdict:
        found = name_resolution.get(subnet.vpc, NameResolution())
        if found.supported is None:
            return unknown(f"{subnet.vpc} does not tell whether it resolves names")
        if not found.supported:
            evidence = Evidence(subnet.vpc, "EnableDnsSupport", "false", "true")
            summary = f"{subnet.vpc} resolves no names"
            return failed(summary, evidence, vpc=subnet.vpc, attribute="--enable-dns-support")
        if found.hostnames is False:
            evidence = Evidence(subnet.vpc, "EnableDnsHostnames", "false", "true")
            summary = f"the endpoints of {subnet.vpc} do not answer to their services' names"
            return failed(summary, evidence, vpc=subnet.vpc, attribute="--enable-dns-hostnames")
        return passed(f"{subnet.vpc} resolves names")

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-dhcp-dns",
    layer=Layer.NETWORK,
    severity=Severity.ADVISORY,
    applies_to=(*INSTANCES, *FARGATE),
    explains=("net-vpce-private-dns",),
    remedy=commands("aws ec2 associate-dhcp-options --dhcp-options-id {options} --vpc-id {vpc}"),
    docs=(pages.ECS_ENDPOINTS,),
)
def servers_know_endpoints(
    subnets: tuple[Subnet, ...], name_servers: Mapping[str, tuple[str, ...]]
) -> Verdict:
    """The name servers of a VPC with endpoints know the endpoints' private names.

    Amazon's resolver does; another one only if it forwards these names to it, which cannot be
    seen from here.
    """

    def judge(subnet: Subnet) -> Verdict:
        if subnet.vpc not in name_servers:
            return skipped(f"{subnet.vpc} has no endpoints with private names, or no such options")
        servers = name_servers[subnet.vpc]
        # The resolver's other address is the VPC's first one plus two.
        if not servers or any(one in AMAZONS or one.endswith(".2") for one in servers):
            return passed(f"{subnet.vpc} asks Amazon's resolver")
        shown = ", ".join(servers)
        evidence = Evidence(subnet.vpc, "domain-name-servers", shown, AMAZONS[0])
        return warned(
            f"{subnet.vpc} asks {shown} for names: endpoints work if these forward to Amazon's",
            evidence,
            vpc=subnet.vpc,
        )

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-vpc-block-public-access",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=SYMPTOMS,
    remedy=commands(
        "aws ec2 create-vpc-block-public-access-exclusion --subnet-id {subnet} "
        "--internet-gateway-exclusion-mode {mode}"
    ),
    docs=(pages.BLOCKED_ACCESS,),
)
def public_access(
    managed: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    described: JobDetail | None,
    access_exclusions: tuple[AccessExclusion, ...],
) -> Verdict:
    """VPC Block Public Access does not cut the subnet off.

    In both directions it closes internet gateways, also behind a NAT gateway; for what comes in
    only those that serve public addresses. Exclusions leave a subnet or a VPC alone.
    """

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        needed = {*joining_services(environment), *starting_services(described)}
        if subnet.block_mode == "off" or needed <= network.reachable_services(subnet):
            return passed(f"{subnet.id} is not cut off")
        out = way_of(environment, subnet, network, described)
        place = _exit(subnet, network, out)
        if not out.leads_out or (subnet.block_mode == "block-ingress" and out.way is Way.NAT):
            return skipped(f"{subnet.id}: {out.words}")
        if _is_excluded(access_exclusions, subnet, place):
            return passed(f"{subnet.id} is excluded from the block")
        evidence = Evidence(
            subnet.id, "BlockPublicAccessStates.InternetGatewayBlockMode", subnet.block_mode, "off"
        )
        mode = (
            "allow-egress" if subnet.block_mode == "block-bidirectional" else "allow-bidirectional"
        )
        summary = f"VPC Block Public Access cuts {subnet.id} off from the internet"
        return failed(summary, evidence, subnet=place, mode=mode)

    return any_subnet(managed, subnets, judge)


def _exit(subnet: Subnet, network: Network, out: WayOut) -> str:
    """The id of the subnet at whose gateway the way out leaves the VPC."""
    table = network.table_of(subnet.id, subnet.vpc)
    route = table.default if table is not None and out.way is Way.NAT else None
    nats = (one.subnet for one in network.nats if route is not None and one.id == route.target)
    return next(nats, subnet.id)


def _is_excluded(exclusions: tuple[AccessExclusion, ...], subnet: Subnet, place: str) -> bool:
    names = {subnet.id, subnet.vpc, place}
    return any(one.resource.rpartition("/")[2] in names for one in exclusions)
