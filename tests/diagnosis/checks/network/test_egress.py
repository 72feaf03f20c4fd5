from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.network.egress import egress_path, fargate_address, public_address
from batchdeck.diagnosis.egress import IMAGES, JOINING
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference, TemplateInterface
from tests.diagnosis.things import SUBNET, container, endpoint, environment, job, network, status_of

HERE = (environment(),)
PUBLIC = replace(SUBNET, maps_public_ip=True)
ON_FARGATE = (environment(kind="FARGATE"),)
ADDRESSED = job(platform="FARGATE", containers=(container(public_ip=True),))


def test_no_route_and_no_endpoints() -> None:
    verdict = egress_path(HERE, (SUBNET,), network(), None)
    assert status_of(verdict) == "FAIL"
    assert "no route to ECS from subnet-1" in verdict.summary
    assert "ecs, ecs-agent, ecs-telemetry" in verdict.summary
    assert dict(verdict.values) == {"table": "rtb-1", "nat": "nat-1"}


def test_the_ways_that_lead_out() -> None:
    assert status_of(egress_path(HERE, (SUBNET,), network("nat-1"), None)) == "PASS"
    assert status_of(egress_path(HERE, (PUBLIC,), network("igw-1"), None)) == "PASS"
    whole = network(endpoints=tuple(endpoint(one) for one in JOINING))
    assert status_of(egress_path(HERE, (SUBNET,), whole, None)) == "PASS"
    assert status_of(egress_path(HERE, (SUBNET,), network("tgw-1"), None)) == "UNKNOWN"


def test_one_broken_subnet_of_two_is_a_warning() -> None:
    good = replace(SUBNET, id="subnet-public", maps_public_ip=True)
    both = (environment(subnets=("subnet-1", "subnet-public")),)
    assert status_of(egress_path(both, (SUBNET, good), network(), None)) == "WARN"
    gone = (environment(subnets=("subnet-9",)),)
    assert status_of(egress_path(gone, (SUBNET,), network(), None)) == "SKIP"


def test_a_launch_template_may_give_addresses() -> None:
    reference, route = LaunchTemplateReference("lt-1"), network("igw-1")
    templated = (environment(launch_templates=(reference,)),)
    assert status_of(egress_path(templated, (SUBNET,), route, None)) == "SKIP"
    for given, of_private, of_public in (
        (True, "PASS", "PASS"),
        (None, "FAIL", "PASS"),
        (False, "FAIL", "FAIL"),
    ):
        interface = TemplateInterface(public_ip=given)
        found = {reference.key: LaunchTemplate("lt-1", "nodes", interfaces=(interface,))}
        assert status_of(public_address(templated, (SUBNET,), route, found)) == of_private
        assert status_of(public_address(templated, (PUBLIC,), route, found)) == of_public
        assert status_of(public_address(templated, (SUBNET,), network("nat-1"), found)) == "PASS"
    gone = public_address(templated, (SUBNET,), route, {reference.key: None})
    assert status_of(gone) == "UNKNOWN"


def test_public_subnets_have_to_give_addresses() -> None:
    verdict = public_address(HERE, (SUBNET,), network("igw-1"), {})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"subnet": "subnet-1"})
    assert status_of(public_address(HERE, (PUBLIC,), network("igw-1"), {})) == "PASS"
    assert status_of(public_address(HERE, (SUBNET,), network("nat-1"), {})) == "PASS"


def test_a_fargate_job_behind_an_internet_gateway_needs_an_address() -> None:
    bare = job(platform="FARGATE")
    assert status_of(fargate_address(bare, ON_FARGATE, (SUBNET,), network("igw-1"))) == "FAIL"
    assert status_of(fargate_address(ADDRESSED, ON_FARGATE, (SUBNET,), network("igw-1"))) == "PASS"
    assert status_of(fargate_address(bare, ON_FARGATE, (SUBNET,), network("nat-1"))) == "PASS"
    whole = network("igw-1", endpoints=tuple(endpoint(one) for one in IMAGES))
    assert status_of(fargate_address(bare, ON_FARGATE, (SUBNET,), whole)) == "PASS"


def test_fargate_with_only_one_endpoint_of_ecr() -> None:
    part = network(endpoints=(endpoint("ecr.api"),))
    verdict = egress_path(ON_FARGATE, (SUBNET,), part, ADDRESSED)
    assert status_of(verdict) == "FAIL"
    assert "no route to ECR (ecr.dkr) and S3 from subnet-1" in verdict.summary
    assert "(ecr.dkr, s3)" in verdict.summary
