from __future__ import annotations

from batchdeck.diagnosis.checks.network.filters import (
    acls_let_through,
    groups_exist,
    groups_let_out,
)
from batchdeck.domain.network import AclEntry, GroupRule, NetworkAcl, SecurityGroup
from tests.diagnosis.things import SUBNET, environment, status_of

HERE, SUBNETS = (environment(),), (SUBNET,)
EVERYTHING = GroupRule("-1", cidrs=("0.0.0.0/0",))
ALLOW = (AclEntry(100, True, True), AclEntry(100, False, True))


def group(*rules: GroupRule, vpc: str = "vpc-1") -> tuple[SecurityGroup, ...]:
    return (SecurityGroup("sg-1", vpc, rules),)


def test_groups_exist_in_the_vpc() -> None:
    assert status_of(groups_exist(HERE, SUBNETS, group())) == "PASS"
    assert status_of(groups_exist(HERE, SUBNETS, ())) == "FAIL"
    assert status_of(groups_exist(HERE, SUBNETS, group(vpc="vpc-2"))) == "FAIL"


def test_groups_let_https_out() -> None:
    assert status_of(groups_let_out(HERE, group(EVERYTHING))) == "PASS"
    https = GroupRule("tcp", 443, 443, ("0.0.0.0/0",))
    assert status_of(groups_let_out(HERE, group(https))) == "PASS"
    ssh = GroupRule("tcp", 22, 22, ("0.0.0.0/0",))
    assert status_of(groups_let_out(HERE, group(ssh))) == "FAIL"
    assert status_of(groups_let_out(HERE, group())) == "FAIL"
    within = GroupRule("tcp", 443, 443, ("10.0.0.0/8",))
    assert status_of(groups_let_out(HERE, group(within))) == "WARN"
    assert status_of(groups_let_out(HERE, ())) == "SKIP"


def acl(*entries: AclEntry) -> tuple[NetworkAcl, ...]:
    return (NetworkAcl("acl-1", ("subnet-1",), entries),)


def test_acls_let_https_out_and_answers_in() -> None:
    assert status_of(acls_let_through(SUBNETS, acl(*ALLOW))) == "PASS"
    assert status_of(acls_let_through(SUBNETS, acl(AclEntry(50, True, False), *ALLOW))) == "FAIL"
    out = acls_let_through(SUBNETS, acl(ALLOW[0], AclEntry(32767, False, False)))
    assert (status_of(out), dict(out.values)["direction"]) == ("FAIL", "--ingress")
    narrow = AclEntry(100, False, True, "6", first_port=1024, last_port=65535)
    assert status_of(acls_let_through(SUBNETS, acl(ALLOW[0], narrow))) == "PASS"
    assert status_of(acls_let_through(SUBNETS, ())) == "SKIP"
