"""What the default routes of the subnets lead to."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS
from batchdeck.diagnosis.egress import Network, Way, way_out
from batchdeck.diagnosis.per_environment import any_of, any_subnet
from batchdeck.diagnosis.services import starting_services
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment


@check(
    "net-no-blackhole-route",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.01,
    remedy=commands(
        "aws ec2 replace-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 "
        "--nat-gateway-id {nat}"
    ),
    docs=(pages.RUNNABLE,),
)
def no_blackhole(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """The default route of the subnets leads to something that exists.

    A route whose gateway was deleted stays in the table as a blackhole.
    """

    def judge(subnet: Subnet) -> Verdict:
        table = network.table_of(subnet.id, subnet.vpc)
        route = table.default if table is not None else None
        if table is None or route is None:
            return skipped(f"{subnet.id} has no default route")
        if route.state != "blackhole":
            return passed(f"{table.id} leads to {route.target}")
        evidence = Evidence(table.id, "Routes[0.0.0.0/0].State", "blackhole", "active")
        summary = f"the default route of {table.id} leads to {route.target}, which is gone"
        return failed(summary, evidence, table=table.id)

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-nat-available",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.01,
    remedy=commands(
        "aws ec2 create-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 "
        "--gateway-id {internet_gateway}"
    ),
    docs=(pages.RUNNABLE,),
)
def nat_works(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """The NAT gateway is available, public, and stands in a public subnet."""

    def judge(subnet: Subnet) -> Verdict:
        table = network.table_of(subnet.id, subnet.vpc)
        route = table.default if table is not None else None
        nat = next((one for one in network.nats if route and one.id == route.target), None)
        if nat is None:
            return skipped(f"{subnet.id} uses no NAT gateway")
        if nat.state != "available" or nat.connectivity != "public":
            value = f"{nat.state}, {nat.connectivity}"
            evidence = Evidence(nat.id, "State, ConnectivityType", value, "available, public")
            return failed(f"the NAT gateway {nat.id} is {value}", evidence)
        own = network.table_of(nat.subnet, nat.vpc)
        default = own.default if own is not None else None
        if own is None or default is None or not default.target.startswith("igw-"):
            value = default.target if default else "absent"
            place = own.id if own else nat.subnet
            evidence = Evidence(place, "Routes[0.0.0.0/0]", value, "an internet gateway")
            summary = f"the subnet of {nat.id} has no route to an internet gateway"
            return failed(summary, evidence, table=place)
        return passed(f"{nat.id} is available")

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-igw-attached",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("net-no-blackhole-route", "net-nat-available", "net-egress-path", *SYMPTOMS),
    remedy=commands(
        "aws ec2 attach-internet-gateway --internet-gateway-id {internet_gateway} --vpc-id {vpc}"
    ),
    docs=(pages.RUNNABLE,),
)
def gateway_attached(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """The internet gateway that the subnets use is attached to their VPC.

    Directly, or behind their NAT gateway.
    """

    def judge(subnet: Subnet) -> Verdict:
        target = _last_target(subnet, network)
        gateway = next((one for one in network.gateways if one.id == target), None)
        if gateway is None:
            return skipped(f"{subnet.id} uses no internet gateway that exists")
        if subnet.vpc in gateway.vpcs:
            return passed(f"{gateway.id} is attached to {subnet.vpc}")
        value = ", ".join(gateway.vpcs) or "none"
        evidence = Evidence(gateway.id, "Attachments[].VpcId", value, subnet.vpc)
        summary = f"{gateway.id}, which {subnet.id} uses, is not attached to {subnet.vpc}"
        return failed(summary, evidence, internet_gateway=gateway.id, vpc=subnet.vpc)

    return any_of(subnets, judge, kind="subnets")


@check(
    "net-mnp-private-subnet",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=("EC2",),
    statuses=AT_START,
    explains=("job-start-failure-class", "job-starting-too-long"),
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources subnets={subnets}"
    ),
    docs=(pages.NODES,),
)
def nodes_reach_out(
    job: JobDetail,
    instance_environments: tuple[ComputeEnvironment, ...],
    subnets: tuple[Subnet, ...],
    network: Network,
) -> Verdict:
    """The nodes of a multi-node job run in subnets behind a NAT gateway.

    Each node has a network interface of its own, and never a public address.
    """
    if job.nodes is None:
        return skipped("the job has one node")

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        out = way_out(subnet, network, public_ip=False)
        if out.way is not Way.NO_PUBLIC_IP:
            return passed(f"{subnet.id}: {out.words}")
        if set(starting_services(job)) <= network.reachable_services(subnet):
            return passed(f"{subnet.id} has endpoints")
        summary = (
            f"the nodes get no public address, and the default route of {subnet.id} {out.words}"
        )
        return failed(summary, out.evidence, ce=environment.name)

    return any_subnet(instance_environments, subnets, judge)


def _last_target(subnet: Subnet, network: Network) -> str:
    """What the default route of a subnet, or of its NAT gateway's subnet, leads to."""
    table = network.table_of(subnet.id, subnet.vpc)
    route = table.default if table is not None else None
    nat = next((one for one in network.nats if route and one.id == route.target), None)
    if nat is not None:
        table = network.table_of(nat.subnet, nat.vpc)
        route = table.default if table is not None else None
    return route.target if route is not None else ""
