from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.batch_access import service_access
from batchdeck.diagnosis.checks.iam.service_role import (
    service_role_arn,
    service_role_permissions,
    service_role_trusts,
    spot_fleet_role,
)
from batchdeck.domain.role import Permission, Role
from tests.diagnosis.things import environment, status_of

ARN = environment().service_role
LINKED = "arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"


def test_the_path_belongs_to_the_arn() -> None:
    short = environment(service_role="arn:aws:iam::123456789012:role/AWSServiceRoleForBatch")
    assert status_of(service_role_arn((environment(),))) == "PASS"
    assert status_of(service_role_arn((short,))) == "FAIL"
    assert status_of(service_role_arn((environment(service_role="batch"),))) == "FAIL"


def test_the_role_exists_and_trusts_batch() -> None:
    trusting = {ARN: Role("batch", ARN, ("batch.amazonaws.com",))}
    assert status_of(service_role_trusts((environment(),), trusting)) == "PASS"
    assert status_of(service_role_trusts((environment(),), {ARN: None})) == "FAIL"
    assert status_of(service_role_trusts((environment(),), {ARN: Role("batch", ARN)})) == "FAIL"
    assert status_of(service_role_trusts((environment(service_role=""),), {})) == "SKIP"
    linked = environment(service_role=LINKED)
    assert status_of(service_role_trusts((linked,), {LINKED: Role("x", LINKED)})) == "PASS"


def test_only_best_fit_on_spot_needs_a_fleet_role() -> None:
    modern = environment(kind="SPOT")
    old = environment(kind="SPOT", allocation_strategy="", spot_fleet_role="fleet")
    assert status_of(spot_fleet_role((modern,), {})) == "SKIP"
    assert status_of(spot_fleet_role((old,), {"fleet": None})) == "FAIL"
    good = Role("fleet", "fleet", ("spotfleet.amazonaws.com",))
    assert status_of(spot_fleet_role((old,), {"fleet": good})) == "PASS"


def told(decision: str, *but: str, **more: bool) -> dict[str, tuple[Permission, ...]]:
    """What the simulator says of the role; something else of the actions `but`."""
    other = "allowed" if decision != "allowed" else "implicitDeny"
    return {
        ARN: tuple(
            Permission(one.action, other if one.action in but else decision, each, **more)
            for one in service_access(environment())
            for each in one.resources
        )
    }


def test_what_the_role_may_do() -> None:
    here = (environment(),)
    assert status_of(service_role_permissions(here, told("allowed"))) == "PASS"
    verdict = service_role_permissions(here, told("allowed", "autoscaling:UpdateAutoScalingGroup"))
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"role": "batch"}
    assert verdict.evidence[0].expected == "autoscaling:UpdateAutoScalingGroup"
    only_spot = (environment(kind="SPOT", allocation_strategy="BEST_FIT"),)
    assert status_of(service_role_permissions(only_spot, told("allowed"))) == "UNKNOWN"
    conditional = told("implicitDeny", conditional=True)
    assert status_of(service_role_permissions(here, conditional)) == "UNKNOWN"
    assert status_of(service_role_permissions(here, {})) == "SKIP"


def test_passing_roles_is_usually_conditional() -> None:
    answers = told("allowed", "iam:PassRole")[ARN]
    bound = tuple(replace(one, conditional=one.action == "iam:PassRole") for one in answers)
    assert status_of(service_role_permissions((environment(),), {ARN: bound})) == "PASS"
    assert status_of(service_role_permissions((environment(),), {ARN: answers})) == "FAIL"
