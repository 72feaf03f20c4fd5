"""What endpoints leave out where there is no other way out of a subnet."""

from __future__ import annotations

from batchdeck.diagnosis.check import (
    FARGATE,
    INSTANCES,
    Apply,
    Layer,
    Remedy,
    Severity,
    check,
    commands,
)
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START
from batchdeck.diagnosis.checks.network.endpoints import CREATE, leads_elsewhere
from batchdeck.diagnosis.egress import JOINING, Network
from batchdeck.diagnosis.per_environment import any_of, any_subnet
from batchdeck.diagnosis.services import (
    joining_services,
    region_of,
    secret_services,
    starting_services,
)
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
AT_ARRIVAL = ("STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")


@check(
    "net-vpce-available",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("net-vpce-ecs", "net-vpce-ecr-s3", "net-vpce-logs", "net-egress-path", *SYMPTOMS),
    remedy=commands(
        "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids {endpoint}", apply=Apply.NEVER
    ),
    docs=(pages.ECS_ENDPOINTS,),
)
def endpoints_available(
    managed: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    described: JobDetail | None,
) -> Verdict:
    """The endpoints that a subnet relies on are available.

    One that waits to be accepted, was rejected or failed leads nowhere.
    """

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return skipped(f"{subnet.id} needs no endpoints")
        needed = {*joining_services(environment), *starting_services(described)}
        mine = [one for one in network.endpoints if one.vpc == subnet.vpc]
        working = {one.service for one in mine if one.state == "available"}
        for one in mine:
            if one.state == "available" or one.service not in needed - working:
                continue
            evidence = Evidence(one.id, "State", one.state or "absent", "available")
            why = f": {one.error}" if one.error else ""
            summary = f"the endpoint {one.id} for {one.service} is {one.state}{why}"
            return failed(summary, evidence, endpoint=one.id)
        return passed("every endpoint that is needed is available")

    return any_subnet(managed, subnets, judge)


@check(
    "net-vpce-logs",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=Remedy(CREATE),
    docs=(pages.ECS_ENDPOINTS,),
)
def logs_endpoint(
    managed: Environments, subnets: tuple[Subnet, ...], network: Network, job: JobDetail
) -> Verdict:
    """A subnet without another way out has an endpoint for CloudWatch Logs.

    It is needed when the job logs with the awslogs driver, as jobs do unless told otherwise.
    """
    wanted = ("logs",) if "logs" in starting_services(job) else ()
    return _missing(managed, subnets, network, wanted)


@check(
    "net-vpce-secrets",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=Remedy(CREATE),
    docs=(pages.ECS_ENDPOINTS,),
)
def secrets_endpoints(
    managed: Environments, subnets: tuple[Subnet, ...], network: Network, job: JobDetail
) -> Verdict:
    """A subnet without another way out has endpoints for the stores of the job's secrets.

    Secrets Manager and Systems Manager have one each.
    """
    return _missing(managed, subnets, network, secret_services(job))


@check(
    "net-vpce-s3-gateway-associated",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=("net-vpce-ecr-s3", "net-egress-path", *SYMPTOMS),
    remedy=commands(
        "aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint} --add-route-table-ids {table}"
    ),
    docs=(pages.PULL, pages.ECR_ENDPOINTS),
)
def s3_gateway_routed(subnets: tuple[Subnet, ...], network: Network) -> Verdict:
    """The gateway endpoint for S3 is in the route table of the subnet.

    A gateway endpoint is a route: it serves no subnet whose table does not have it.
    """

    def judge(subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return skipped(f"{subnet.id} needs no endpoints")
        gateways = [
            one
            for one in network.endpoints
            if (one.vpc, one.service, one.type) == (subnet.vpc, "s3", "Gateway")
        ]
        table = network.table_of(subnet.id, subnet.vpc)
        if not gateways or table is None or "s3" in network.reachable_services(subnet):
            return skipped(f"{subnet.id} has no gateway endpoint for S3 to look at")
        if any(table.id in one.route_tables for one in gateways):
            return passed(f"{table.id} leads to {gateways[0].id}")
        found = ", ".join(gateways[0].route_tables) or "none"
        evidence = Evidence(gateways[0].id, "RouteTableIds", found, table.id)
        summary = f"{gateways[0].id} for S3 is not in {table.id}, the route table of {subnet.id}"
        return failed(summary, evidence, endpoint=gateways[0].id, table=table.id)

    return any_of(subnets, judge, kind="subnets")


def _missing(
    environments: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    wanted: tuple[str, ...],
) -> Verdict:
    """A failure where a subnet relies on endpoints and these are not among them."""

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return skipped(f"{subnet.id} needs no endpoints")
        reachable = network.reachable_services(subnet)
        relied_on = ("ecr.api", "ecr.dkr") if environment.is_fargate else JOINING
        if not reachable.intersection(relied_on):
            return skipped(f"{subnet.id} does not rely on endpoints")
        missing = [one for one in wanted if one not in reachable]
        if not missing:
            return passed(f"{subnet.id} has endpoints for {', '.join(wanted)}")
        evidence = Evidence(subnet.vpc, "VpcEndpoints[]", f"no {', '.join(missing)}", "all")
        summary = (
            f"{subnet.id} of {environment.name} has no endpoint for {', '.join(missing)}, and no "
            "other way out"
        )
        values = {"vpc": subnet.vpc, "subnet": subnet.id, "service": missing[0]}
        return failed(summary, evidence, region=region_of(subnet), known=values)

    if not wanted:
        return skipped("the job needs none")
    return any_subnet(environments, subnets, judge)
