from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks.instance.agent import (
    agent_can,
    agent_new_enough,
    log_driver_there,
)
from batchdeck.domain.job import JobDetail
from tests.diagnosis.things import container, endpoint, environment, instance, job, status_of

HERE = (environment(),)
DRIVER = "com.amazonaws.ecs.capability.logging-driver."
ROLE = "com.amazonaws.ecs.capability.task-iam-role"
PULL = "ecs.capability.execution-role-ecr-pull"
AUTH = "com.amazonaws.ecs.capability.ecr-auth"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/genome:7"


def wanting(**more: object) -> JobDetail:
    """A job with a container like that."""
    return job(containers=(container(**more),))


def test_the_log_driver_of_the_job_is_offered() -> None:
    plain = instance("i-1", attributes=frozenset({DRIVER + "json-file", DRIVER + "none"}))
    able = instance("i-2", attributes=frozenset({DRIVER + "awslogs"}))
    verdict = log_driver_there(job(), HERE, {"spot": (plain,)})
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "json-file, none")
    assert verdict.evidence[0].expected == "awslogs"
    assert status_of(log_driver_there(job(), HERE, {"spot": (plain, able)})) == "PASS"
    other = wanting(log_driver="splunk")
    assert status_of(log_driver_there(other, HERE, {"spot": (able,)})) == "FAIL"
    assert status_of(log_driver_there(wanting(log_driver=""), HERE, {})) == "SKIP"


def test_one_environment_that_offers_it_is_enough() -> None:
    both = (*HERE, environment("b"))
    plain = instance("i-1", attributes=frozenset({DRIVER + "json-file"}))
    able = instance("i-2", attributes=frozenset({DRIVER + "awslogs"}))
    assert status_of(log_driver_there(job(), both, {"spot": (plain,), "b": (able,)})) == "WARN"


def test_instances_that_tell_nothing_or_are_away() -> None:
    silent = {"spot": (instance(attributes=frozenset({"ecs.os-type"})),)}
    away = {"spot": (instance(agent_connected=False, attributes=frozenset({"x"})),)}
    role = wanting(job_role="arn:role")
    for judged in (log_driver_there, agent_can):
        assert status_of(judged(role, HERE, silent)) == "UNKNOWN"
        assert status_of(judged(role, HERE, away)) == "SKIP"
        assert status_of(judged(role, HERE, {})) == "SKIP"


def test_an_agent_that_cannot_do_what_the_job_asks() -> None:
    asking = wanting(image=IMAGE, execution_role="arn:role", log_driver="json-file")
    some = instance("i-1", attributes=frozenset({AUTH}))
    verdict = agent_can(asking, HERE, {"spot": (some, instance("i-2"))})
    assert (status_of(verdict), verdict.evidence[0].expected) == ("FAIL", PULL)
    able = instance("i-3", attributes=frozenset({AUTH, PULL}))
    assert status_of(agent_can(asking, HERE, {"spot": (some, able)})) == "PASS"
    assert status_of(agent_can(job(), HERE, {"spot": (some,)})) == "SKIP"


@pytest.mark.parametrize(
    ("more", "attribute"),
    [
        ({"job_role": "arn:role"}, ROLE),
        ({"execution_role": "arn:role"}, "ecs.capability.execution-role-awslogs"),
        (
            {"secrets": ("arn:aws:secretsmanager:eu-west-1:1:secret:x",)},
            "ecs.capability.secrets.asm.environment-variables",
        ),
        (
            {"secrets": ("arn:aws:ssm:eu-west-1:1:parameter/x",)},
            "ecs.capability.secrets.ssm.environment-variables",
        ),
        (
            {"registry_secret": "arn:x"},
            "ecs.capability.private-registry-authentication.secretsmanager",
        ),
        ({"file_systems": ("fs-1",)}, "ecs.capability.efsAuth"),
    ],
)
def test_what_needs_which_attribute(more: dict[str, object], attribute: str) -> None:
    asking = wanting(**more)
    other = instance(attributes=frozenset({DRIVER + "none"}))
    assert status_of(agent_can(asking, HERE, {"spot": (other,)})) == "FAIL"
    able = instance(attributes=frozenset({attribute}))
    assert status_of(agent_can(asking, HERE, {"spot": (able,)})) == "PASS"


def test_the_age_of_the_agents() -> None:
    old, new = instance(agent_version="1.20.3"), instance("i-2", agent_version="1.98.0")
    ecs, other = (endpoint("ecs-agent"),), (endpoint("s3"),)
    verdict = agent_new_enough(job(), HERE, {"spot": (new, old)}, ecs)
    assert (status_of(verdict), verdict.evidence[0].expected) == ("WARN", ">= 1.25.1")
    assert status_of(agent_new_enough(job(), HERE, {"spot": (old,)}, other)) == "PASS"
    with_role = wanting(execution_role="arn:role")
    ancient = {"spot": (instance(agent_version="1.9.0"),)}
    assert status_of(agent_new_enough(with_role, HERE, ancient, ())) == "WARN"
    assert status_of(agent_new_enough(with_role, HERE, {"spot": (old,)}, ())) == "PASS"
    assert status_of(agent_new_enough(job(), HERE, {"spot": (instance(),)}, ecs)) == "SKIP"
