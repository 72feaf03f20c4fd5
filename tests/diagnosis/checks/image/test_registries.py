from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks.image.registries import (
    registry_in_reach,
    registry_not_exhausted,
    repository_lets_in,
)
from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.egress import IMAGES, JOINING
from batchdeck.domain.policy import Policy, Statement
from batchdeck.domain.role import InstanceProfile, Role
from tests.diagnosis.things import (
    DEFINITION,
    IMAGE,
    JOB_ARN,
    SUBNET,
    attempt,
    container,
    endpoint,
    job,
    network,
    registered,
    status_of,
)

FOREIGN = IMAGE.replace("123456789012", "210987654321")
MINE = job("FAILED", arn_prefix=JOB_ARN, containers=(container(image=FOREIGN),))
WHOLE = network(endpoints=tuple(endpoint(one) for one in IMAGES))
ROOT, ROLE = "arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:role/ecs"
PROFILES = {"p": InstanceProfile("p", "arn", (Role("ecs", ROLE),)), "q": None}


def lets_in(*statements: Statement) -> str:
    policy = Policy(statements)
    verdict = repository_lets_in(MINE, {FOREIGN: policy}, PROFILES)
    if status_of(verdict) == "FAIL":
        values = dict(verdict.values)
        assert (values["registry"], values["repository"]) == ("210987654321", "genome")
        assert isinstance(values["policy"], Document)
        assert ROOT in values["policy"].shown
    return status_of(verdict)


def test_the_policy_of_another_accounts_repository() -> None:
    pull = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
    for who in (ROOT, "123456789012", ROLE, "*"):
        assert lets_in(Statement(True, pull, principals=(who,))) == "PASS"
    assert lets_in(Statement(True, is_conditional=True)) == "PASS"
    assert lets_in(Statement(True, pull[:1])) == "FAIL"
    assert lets_in(Statement(True, pull, principals=("arn:aws:iam::5:root",))) == "FAIL"


def test_repositories_without_a_policy_or_a_place() -> None:
    assert status_of(repository_lets_in(MINE, {FOREIGN: None}, {})) == "FAIL"
    assert status_of(repository_lets_in(job("FAILED"), {FOREIGN: None}, {})) == "UNKNOWN"


@pytest.mark.parametrize(
    ("image", "host"),
    [
        (IMAGE.replace("eu-west-1", "us-east-1"), "us-east-1.amazonaws.com"),
        ("busybox", "docker.io"),
        ("library/busybox:1", "docker.io"),
        ("public.ecr.aws/docker/library/busybox", "public.ecr.aws"),
    ],
)
def test_endpoints_lead_to_no_other_registry(image: str, host: str) -> None:
    far = job("FAILED", arn_prefix=JOB_ARN, containers=(container(image=image),))
    verdict = registry_in_reach(far, (SUBNET,), WHOLE, DEFINITION)
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[0].value.endswith(host)
    here = registered(verdict)["image"]
    assert here.startswith("123456789012.dkr.ecr.eu-west-1.amazonaws.com/")
    assert here.rpartition("/")[2] in {"genome:7", "busybox:latest", "busybox:1"}
    assert status_of(registry_in_reach(far, (SUBNET,), network("nat-1"))) == "PASS"


def test_registries_that_may_stand_in_the_vpc() -> None:
    for image in (IMAGE, "registry.corp:5000/genome", "localhost/genome", ""):
        near = job("FAILED", arn_prefix=JOB_ARN, containers=(container(image=image),))
        assert status_of(registry_in_reach(near, (SUBNET,), WHOLE)) == "SKIP"


def test_where_endpoints_are_missing_other_checks_say_so() -> None:
    far = job("FAILED", arn_prefix=JOB_ARN, containers=(container(image="busybox"),))
    joined = tuple(endpoint(one) for one in JOINING)
    assert status_of(registry_in_reach(far, (SUBNET,), network(endpoints=joined))) == "FAIL"
    stored = network(endpoints=(*joined, endpoint("s3")))
    assert status_of(registry_in_reach(far, (SUBNET,), stored)) == "FAIL"
    part = (*joined, endpoint("ecr.api"))
    for endpoints in ((), joined[:2], part):
        subnet = network(endpoints=endpoints)
        assert status_of(registry_in_reach(far, (SUBNET,), subnet)) == "SKIP"


def test_too_many_pulls() -> None:
    text = "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit."
    verdict = registry_not_exhausted(job("FAILED", attempts=(attempt(container_reason=text),)))
    assert (status_of(verdict), verdict.settled) == ("FAIL", True)
    assert "busybox" in verdict.summary
    assert status_of(registry_not_exhausted(job("FAILED"))) == "PASS"
