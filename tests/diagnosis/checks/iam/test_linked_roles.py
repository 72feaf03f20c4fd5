from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.diagnosis.checks.iam.linked_roles import linked_roles_exist
from tests.diagnosis.things import activity, attempt, environment, job, status_of

HERE = (environment(),)
SPOT = (
    "AuthFailure.ServiceLinkedRoleCreationNotPermitted: The provided credentials do not have "
    "permission to create the service-linked role for EC2 Spot Instances."
)
ECS = (
    "Unable to assume the service linked role. Please verify that the ECS service linked role "
    "exists."
)


def test_a_launch_that_says_so() -> None:
    verdict = linked_roles_exist(HERE, {"spot": (activity("Failed", SPOT),)}, None)
    assert (status_of(verdict), verdict.settled) == ("FAIL", True)
    assert dict(verdict.values) == {"service": "spot.amazonaws.com"}
    since = {"spot": (activity(), activity("Failed", SPOT))}
    assert status_of(linked_roles_exist(HERE, since, None)) == "PASS"
    assert status_of(linked_roles_exist(HERE, {}, job())) == "PASS"


def test_a_start_or_an_environment_that_says_so() -> None:
    failed = job("FAILED", attempts=(attempt(ECS),))
    verdict = linked_roles_exist((), {}, failed)
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"service": "ecs.amazonaws.com"})
    words = "CLIENT_ERROR - the service-linked role is missing"
    invalid = (replace(HERE[0], status="INVALID", reason=words),)
    verdict = linked_roles_exist(invalid, {}, None)
    assert (status_of(verdict), verdict.values) == ("FAIL", ())
    assert status_of(linked_roles_exist((replace(HERE[0], reason=words),), {}, None)) == "PASS"


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("for Spot Fleet", "spotfleet.amazonaws.com"),
        ("for Auto Scaling", "autoscaling.amazonaws.com"),
        ("for AWS Batch", "batch.amazonaws.com"),
    ],
)
def test_whose_role_it_is(words: str, service: str) -> None:
    said = {"spot": (activity("Failed", f"the service-linked role {words}"),)}
    verdict = linked_roles_exist(HERE, said, None)
    assert dict(verdict.values) == {"service": service}
