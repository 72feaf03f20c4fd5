"""What the default routes of the subnets lead to."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Remedy, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS
from batchdeck.diagnosis.egress import Network
from batchdeck.diagnosis.per_environment import any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.network import Subnet


@check(
    "net-no-blackhole-route",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.01,
    remedy=Remedy(
        (
            (
                "aws ec2 replace-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 "
                "--nat-gateway-id {nat}"
            ),
        )
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
    remedy=Remedy(
        (
            (
                "aws ec2 create-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 "
                "--gateway-id {internet_gateway}"
            ),
        )
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
