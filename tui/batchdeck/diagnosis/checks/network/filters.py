"""Security groups and network ACLs."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.egress import AT_START, SYMPTOMS
from batchdeck.diagnosis.per_environment import any_environment, any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.network import HTTPS, AclEntry, NetworkAcl, SecurityGroup, Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
_RETURN = (1024, 65535)
"""Ports that answers come back to."""


@check(
    "ce-security-groups-exist",
    layer=Layer.ENVIRONMENT,
    applies_to=(*INSTANCES, *FARGATE),
    explains=("ce-status-valid", "cap-asg-activity", "net-sg-egress", "job-status-reason-code"),
    prior=0.02,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources securityGroupIds={groups}"
    ),
    docs=(pages.INVALID,),
)
def groups_exist(
    managed: Environments, subnets: tuple[Subnet, ...], security_groups: tuple[SecurityGroup, ...]
) -> Verdict:
    """The security groups exist, in the VPC of the subnets."""
    known = {one.id: one for one in security_groups}

    def judge(environment: ComputeEnvironment) -> Verdict:
        vpcs = {one.vpc for one in subnets if one.id in environment.subnets}
        for name in environment.security_groups:
            group = known.get(name)
            if group is None:
                evidence = Evidence(environment.name, "securityGroupIds", name, "one that exists")
                summary = f"the security group {name} of {environment.name} does not exist"
                return failed(summary, evidence, ce=environment.name)
            if vpcs and group.vpc not in vpcs:
                evidence = Evidence(name, "VpcId", group.vpc, ", ".join(sorted(vpcs)))
                summary = f"the security group {name} of {environment.name} is of another VPC"
                return failed(summary, evidence, ce=environment.name)
        return passed()

    return any_environment(managed, judge)


@check(
    "net-sg-egress",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.04,
    remedy=commands(
        "aws ec2 authorize-security-group-egress --group-id {group} --ip-permissions "
        "'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]'"
    ),
    docs=(pages.RUNNABLE,),
)
def groups_let_out(managed: Environments, security_groups: tuple[SecurityGroup, ...]) -> Verdict:
    """The security groups let HTTPS out.

    Rules of all groups add up: one that allows it is enough.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        own = [one for one in security_groups if one.id in environment.security_groups]
        if not own:
            return skipped(f"{environment.name} has no group that exists")
        rules = [rule for group in own for rule in group.egress if rule.covers(HTTPS)]
        if any("0.0.0.0/0" in rule.cidrs for rule in rules):
            return passed(f"{own[0].id} lets HTTPS out")
        names = ", ".join(one.id for one in own)
        if rules:
            evidence = Evidence(names, "IpPermissionsEgress", "443 to some", "443 to 0.0.0.0/0")
            return warned(
                f"{names} let HTTPS out to some addresses only", evidence, group=own[0].id
            )
        evidence = Evidence(names, "IpPermissionsEgress", "no rule for tcp 443", "443 to 0.0.0.0/0")
        summary = f"the security groups of {environment.name} let no HTTPS out"
        return failed(summary, evidence, group=own[0].id)

    return any_environment(managed, judge)


@check(
    "net-nacl",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_START,
    explains=(*SYMPTOMS, "net-egress-path"),
    prior=0.01,
    remedy=commands(
        "aws ec2 create-network-acl-entry --network-acl-id {acl} {direction} "
        "--rule-number 90 --protocol tcp --port-range From={first},To={last} "
        "--cidr-block 0.0.0.0/0 "
        "--rule-action allow"
    ),
    docs=(pages.RUNNABLE,),
)
def acls_let_through(subnets: tuple[Subnet, ...], network_acls: tuple[NetworkAcl, ...]) -> Verdict:
    """The network ACLs let HTTPS out and its answers back in."""

    def judge(subnet: Subnet) -> Verdict:
        acl = next((one for one in network_acls if subnet.id in one.subnets), None)
        if acl is None:
            return skipped(f"{subnet.id} has no network ACL")
        for egress, first, last in ((True, HTTPS, HTTPS), (False, *_RETURN)):
            entry = _decisive(acl, first, last, egress=egress)
            if entry is not None and entry.allows:
                continue
            direction = "out" if egress else "back in"
            number = "none" if entry is None else f"rule {entry.number} denies"
            ports = f"{first}-{last}" if first != last else str(first)
            evidence = Evidence(acl.id, "Entries[]", number, f"tcp {ports} {direction} allowed")
            summary = f"the network ACL {acl.id} of {subnet.id} lets no tcp {ports} {direction}"
            values = {"acl": acl.id, "first": str(first), "last": str(last)}
            return failed(
                summary, evidence, direction="--egress" if egress else "--ingress", known=values
            )
        return passed(f"{acl.id} lets HTTPS through")

    return any_of(subnets, judge, kind="subnets")


def _decisive(acl: NetworkAcl, first: int, last: int, *, egress: bool) -> AclEntry | None:
    """The first entry for all of these ports from or to anywhere."""
    for entry in sorted(acl.entries, key=lambda one: one.number):
        if entry.egress is egress and entry.covers(first, last):
            return entry
    return None
