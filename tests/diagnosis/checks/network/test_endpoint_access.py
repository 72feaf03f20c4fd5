from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.diagnosis.checks.network.endpoint_access import (
    endpoint_policies,
    endpoints_accept,
)
from batchdeck.diagnosis.egress import JOINING
from batchdeck.domain.network import GroupRule, SecurityGroup
from batchdeck.domain.policy import Policy, Statement
from tests.diagnosis.things import (
    IMAGE,
    SUBNET,
    container,
    endpoint,
    environment,
    job,
    network,
    status_of,
)

HERE, SUBNETS = (environment(),), (SUBNET,)
WHOLE = network("nat-1", endpoints=tuple(endpoint(one, groups=("sg-9",)) for one in JOINING))
PULLS = job(containers=(container(image=IMAGE, log_group="/a"),))


def accepting(*rules: GroupRule) -> tuple[SecurityGroup, ...]:
    return (SecurityGroup("sg-9", "vpc-1", ingress=rules),)


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        (GroupRule("tcp", 443, 443, ("10.0.0.0/16",)), "PASS"),
        (GroupRule("tcp", 0, 65535, ("10.0.0.128/25",)), "PASS"),
        (GroupRule("-1", groups=("sg-1",)), "PASS"),
        (GroupRule("tcp", 443, 443, ("10.9.0.0/16",)), "FAIL"),
        (GroupRule("tcp", 80, 80, ("0.0.0.0/0",)), "FAIL"),
        (GroupRule("-1", groups=("sg-9",)), "FAIL"),
        (GroupRule("tcp", 443, 443, prefix_lists=("pl-1",)), "UNKNOWN"),
        (GroupRule("tcp", 443, 443, ("?",)), "UNKNOWN"),
    ],
)
def test_what_the_groups_of_endpoints_accept(rule: GroupRule, status: str) -> None:
    verdict = endpoints_accept(HERE, SUBNETS, WHOLE, accepting(rule), None)
    assert status_of(verdict) == status
    if status == "FAIL":
        assert dict(verdict.values) == {"source": "sg-1", "group": "sg-9"}
        assert verdict.evidence[0].resource == "vpce-ecs"


def test_groups_that_cannot_be_seen() -> None:
    assert status_of(endpoints_accept(HERE, SUBNETS, WHOLE, (), None)) == "UNKNOWN"
    templated = (environment(security_groups=()),)
    by_group = accepting(GroupRule("-1", groups=("sg-5",)))
    assert status_of(endpoints_accept(templated, SUBNETS, WHOLE, by_group, None)) == "UNKNOWN"


def test_only_endpoints_that_calls_go_through() -> None:
    closed = accepting()
    nameless = tuple(endpoint(one, groups=("sg-9",), private_dns=False) for one in JOINING)
    for endpoints in (nameless, (), (endpoint("ecs", groups=("sg-9",), state="pending"),)):
        aside = network("nat-1", endpoints=endpoints)
        assert status_of(endpoints_accept(HERE, SUBNETS, aside, closed, None)) == "PASS"
    logs = network("nat-1", endpoints=(endpoint("logs", groups=("sg-9",)),))
    assert status_of(endpoints_accept(HERE, SUBNETS, logs, closed, None)) == "PASS"
    assert status_of(endpoints_accept(HERE, SUBNETS, logs, closed, PULLS)) == "FAIL"


def test_a_job_that_starts_has_an_instance_that_joined() -> None:
    starting = job("STARTING", containers=(container(image=IMAGE),))
    assert status_of(endpoints_accept(HERE, SUBNETS, WHOLE, accepting(), starting)) == "PASS"


def test_one_good_subnet_of_two_is_a_warning() -> None:
    other = replace(SUBNET, id="subnet-2", cidr="10.0.1.0/24")
    both = (environment(subnets=("subnet-1", "subnet-2"), security_groups=("sg-2",)),)
    half = accepting(GroupRule("tcp", 443, 443, ("10.0.1.0/24",)))
    assert status_of(endpoints_accept(both, (SUBNET, other), WHOLE, half, None)) == "WARN"


def policed(service: str, *statements: Statement, **more: object) -> str:
    one = endpoint(service, policy=Policy(statements), **more)
    verdict = endpoint_policies(HERE, SUBNETS, network("nat-1", endpoints=(one,)), PULLS)
    if status_of(verdict) == "FAIL":
        assert dict(verdict.values) == {"endpoint": one.id}
    return status_of(verdict)


def test_policies_of_endpoints() -> None:
    assert policed("ecs-agent", Statement(True)) == "PASS"
    assert policed("ecs-agent", Statement(True, ("ecs:*",), is_conditional=True)) == "PASS"
    assert policed("ecs-agent", Statement(True, ("ecs:Register*",))) == "FAIL"
    assert policed("ecs-agent") == "FAIL"
    assert policed("execute-api") == "PASS"
    untold = network("nat-1", endpoints=(endpoint("ecs-agent"),))
    assert status_of(endpoint_policies(HERE, SUBNETS, untold, PULLS)) == "PASS"


def test_the_gateway_for_s3_has_to_let_layers_through() -> None:
    own = Statement(True, ("s3:*",), ("arn:aws:s3:::ours/*",))
    layers = Statement(
        True, ("s3:GetObject",), ("arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",)
    )
    routed = {"type": "Gateway", "private_dns": False, "route_tables": ("rtb-1",)}
    assert policed("s3", own, **routed) == "FAIL"
    assert policed("s3", own, layers, **routed) == "PASS"
    assert policed("s3", own, **{**routed, "route_tables": ()}) == "PASS"
