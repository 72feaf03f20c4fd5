from __future__ import annotations

from batchdeck.diagnosis.checks.network.endpoint_gaps import (
    endpoints_available,
    logs_endpoint,
    s3_gateway_routed,
    secrets_endpoints,
)
from batchdeck.diagnosis.egress import JOINING
from tests.diagnosis.things import SUBNET, container, endpoint, environment, job, network, status_of

HERE, SUBNETS = (environment(),), (SUBNET,)
ON_FARGATE = (environment(kind="FARGATE"),)
JOINED = tuple(endpoint(one) for one in JOINING)
LOGS = job("STARTING", containers=(container(log_group="/a"),))
SECRET = "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"
READS = job("STARTING", containers=(container(secrets=(SECRET, "/user")),))


def test_endpoints_have_to_be_available() -> None:
    waiting = endpoint("ecs", state="pendingacceptance", error="not accepted")
    verdict = endpoints_available(HERE, SUBNETS, network(endpoints=(waiting,)), None)
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"endpoint": "vpce-ecs"})
    assert verdict.summary.endswith("is pendingacceptance: not accepted")
    other = network(endpoints=(waiting, endpoint("ecs")))
    assert status_of(endpoints_available(HERE, SUBNETS, other, None)) == "PASS"
    aside = network(endpoints=(endpoint("sqs", state="failed"),))
    assert status_of(endpoints_available(HERE, SUBNETS, aside, None)) == "PASS"
    led = network("nat-1", endpoints=(waiting,))
    assert status_of(endpoints_available(HERE, SUBNETS, led, None)) == "SKIP"


def test_an_endpoint_for_the_log() -> None:
    verdict = logs_endpoint(HERE, SUBNETS, network(endpoints=JOINED), LOGS)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {
        "vpc": "vpc-1",
        "subnet": "subnet-1",
        "service": "logs",
        "region": "eu-west-1",
    }
    whole = network(endpoints=(*JOINED, endpoint("logs")))
    assert status_of(logs_endpoint(HERE, SUBNETS, whole, LOGS)) == "PASS"
    assert status_of(logs_endpoint(HERE, SUBNETS, network(endpoints=JOINED), job())) == "SKIP"


def test_without_endpoints_or_need_of_them_nothing_is_missing() -> None:
    for other in (network(), network("nat-1"), network("nat-1", endpoints=JOINED)):
        assert status_of(logs_endpoint(HERE, SUBNETS, other, LOGS)) == "SKIP"
    pulled = network(endpoints=(endpoint("ecr.api"), endpoint("ecr.dkr")))
    assert status_of(logs_endpoint(ON_FARGATE, SUBNETS, pulled, LOGS)) == "FAIL"
    assert status_of(logs_endpoint(HERE, SUBNETS, pulled, LOGS)) == "SKIP"


def test_endpoints_for_secrets() -> None:
    half = network(endpoints=(*JOINED, endpoint("secretsmanager")))
    verdict = secrets_endpoints(HERE, SUBNETS, half, READS)
    assert (status_of(verdict), dict(verdict.values)["service"]) == ("FAIL", "ssm")
    whole = network(endpoints=(*half.endpoints, endpoint("ssm")))
    assert status_of(secrets_endpoints(HERE, SUBNETS, whole, READS)) == "PASS"
    assert status_of(secrets_endpoints(HERE, SUBNETS, half, LOGS)) == "SKIP"


def test_the_gateway_for_s3_is_a_route() -> None:
    aside = endpoint("s3", type="Gateway", private_dns=False, route_tables=("rtb-9",))
    verdict = s3_gateway_routed(SUBNETS, network(endpoints=(aside,)))
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"endpoint": "vpce-s3", "table": "rtb-1"}
    assert status_of(s3_gateway_routed(SUBNETS, network("nat-1", endpoints=(aside,)))) == "SKIP"
    assert status_of(s3_gateway_routed(SUBNETS, network(endpoints=(endpoint("s3"),)))) == "SKIP"
    waiting = endpoint("s3", type="Gateway", state="pending", route_tables=("rtb-1",))
    assert status_of(s3_gateway_routed(SUBNETS, network(endpoints=(waiting,)))) == "PASS"
