"""Whether the VPC endpoints that stand before a service let anybody through."""

from __future__ import annotations

from ipaddress import IPv4Network, ip_network

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS
from batchdeck.diagnosis.egress import Network
from batchdeck.diagnosis.per_environment import any_subnet
from batchdeck.diagnosis.services import (
    ACTIONS,
    joining_services,
    layer_bucket,
    starting_services,
)
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, unknown
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import HTTPS, GroupRule, SecurityGroup, Subnet, VpcEndpoint
from batchdeck.domain.policy import Ruling
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
EXPLAINED = ("net-vpce-ecs", "net-vpce-ecr-s3", *SYMPTOMS)


@check(
    "net-vpce-sg-ingress",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=EXPLAINED,
    prior=0.02,
    remedy=commands(
        "aws ec2 authorize-security-group-ingress --group-id {group} --ip-permissions "
        "'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId={source}}]'"
    ),
    docs=(pages.ECS_ENDPOINTS,),
)
def endpoints_accept(
    managed: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    endpoint_groups: tuple[SecurityGroup, ...],
    described: JobDetail | None,
) -> Verdict:
    """The security groups of the endpoints accept HTTPS from the instances or tasks.

    An endpoint that answers to a service's name stands before the service even where a NAT
    gateway leads out: all calls go to it.
    """
    known = {one.id: one for one in endpoint_groups}

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        before = [
            one for one in standing_before(environment, subnet, network, described) if one.groups
        ]
        doubt = ""
        for endpoint in before:
            groups = [known[one] for one in endpoint.groups if one in known]
            if len(groups) < len(endpoint.groups):
                doubt = f"a security group of {endpoint.id} cannot be seen"
                continue
            rules = [rule for group in groups for rule in group.ingress if rule.covers(HTTPS)]
            accepts = _accepts(rules, environment, subnet)
            if accepts is None:
                doubt = f"{endpoint.id}: its rules name what cannot be looked into"
            if accepts is False:
                return _refusal(endpoint, environment, subnet)
        if doubt:
            return unknown(doubt)
        return passed(f"{len(before)} endpoints accept HTTPS from {subnet.id}")

    return any_subnet(managed, subnets, judge)


@check(
    "net-vpce-policy",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=EXPLAINED,
    remedy=commands("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint} --reset-policy"),
    docs=(pages.ECS_ENDPOINTS, pages.ECR_ENDPOINTS),
)
def endpoint_policies(
    managed: Environments,
    subnets: tuple[Subnet, ...],
    network: Network,
    described: JobDetail | None,
) -> Verdict:
    """The policies of the endpoints allow what instances and tasks ask of the services.

    For S3 that is the bucket in which ECR keeps the layers of images. Conditions of a policy
    are taken to be met.
    """

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        for endpoint in standing_before(environment, subnet, network, described):
            resource = layer_bucket(subnet) if endpoint.service == "s3" else ""
            for action in ACTIONS[endpoint.service] if endpoint.policy is not None else ():
                policy = endpoint.policy
                if policy is None or policy.ruling(action, resource) is not Ruling.NO:
                    continue
                on = f" on {resource.rpartition('/')[0]}" if resource else ""
                evidence = Evidence(endpoint.id, "PolicyDocument", f"no {action}{on}", "allowed")
                summary = f"the policy of {endpoint.id} does not allow {action}{on}"
                return failed(summary, evidence, endpoint=endpoint.id)
        return passed("no policy of an endpoint stands in the way")

    return any_subnet(managed, subnets, judge)


def standing_before(
    environment: ComputeEnvironment,
    subnet: Subnet,
    network: Network,
    job: JobDetail | None,
) -> list[VpcEndpoint]:
    """Endpoints that calls from the subnet to a needed service go through, whatever the routes."""
    needed = set(starting_services(job))
    if job is None or job.job.status not in {"STARTING", "FAILED"}:  # Else one has joined.
        needed.update(joining_services(environment))
    table = network.table_of(subnet.id, subnet.vpc)
    return [
        one
        for one in network.endpoints
        if one.vpc == subnet.vpc
        and one.service in needed
        and one.state == "available"
        and (
            one.private_dns
            if one.type != "Gateway"
            else table is not None and table.id in one.route_tables
        )
    ]


def _accepts(
    rules: list[GroupRule], environment: ComputeEnvironment, subnet: Subnet
) -> bool | None:
    """Whether a rule is for the environment's groups or the subnet's addresses; None: unclear."""
    own = set(environment.security_groups)
    within = [_within(subnet.cidr, cidr) for rule in rules for cidr in rule.cidrs]
    if any(within) or any(own.intersection(rule.groups) for rule in rules):
        return True
    hidden = any(rule.prefix_lists or (rule.groups and not own) for rule in rules)
    return None if hidden or None in within else False


def _within(inner: str, outer: str) -> bool | None:
    """Whether some address of a block lies in another one; None when either is no block."""
    try:
        first, second = ip_network(inner, strict=False), ip_network(outer, strict=False)
    except ValueError:
        return None
    if not isinstance(first, IPv4Network) or not isinstance(second, IPv4Network):
        return None
    return first.overlaps(second)


def _refusal(endpoint: VpcEndpoint, environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
    sources = ", ".join((subnet.cidr, *environment.security_groups))
    evidence = Evidence(
        endpoint.id,
        "Groups[].IpPermissions",
        f"no rule for tcp 443 from {sources}",
        f"443 from one of {sources}",
    )
    summary = (
        f"the endpoint {endpoint.id} for {endpoint.service} accepts no HTTPS from {subnet.id} "
        f"of {environment.name}"
    )
    source = dict(zip(("source",), environment.security_groups, strict=False))
    return failed(summary, evidence, group=endpoint.groups[0], known=source)
