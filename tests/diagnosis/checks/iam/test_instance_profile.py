from __future__ import annotations

from batchdeck.diagnosis.checks.iam.instance_profile import (
    profile_exists,
    role_permissions,
    role_trusts_ec2,
)
from batchdeck.diagnosis.facts.identities import agent_access
from batchdeck.domain.role import InstanceProfile, Permission, Role
from tests.diagnosis.things import environment, status_of

ARN = "arn:aws:iam::1:instance-profile/ecs"
ROLE = Role("ecs", "arn:role/ecs", ("ec2.amazonaws.com",))
HERE = (environment(),)
WHOLE = {ARN: InstanceProfile("ecs", ARN, (ROLE,))}
EMPTY = {ARN: InstanceProfile("ecs", ARN)}
ABSENT: dict[str, InstanceProfile | None] = {ARN: None}


def test_the_profile_has_to_exist_and_to_hold_a_role() -> None:
    assert status_of(profile_exists(HERE, WHOLE)) == "PASS"
    empty = profile_exists(HERE, EMPTY)
    assert (status_of(empty), dict(empty.values)["new_profile"]) == ("FAIL", None)
    verdict = profile_exists(HERE, ABSENT)
    assert (status_of(verdict), dict(verdict.values)) == (
        "FAIL",
        {"profile": "ecs", "new_profile": "ecs"},
    )
    other = environment("b", instance_role="another")
    known = {**WHOLE, "another": None}
    assert status_of(profile_exists((*HERE, other), known)) == "WARN"


def test_ec2_has_to_be_trusted() -> None:
    assert status_of(role_trusts_ec2(HERE, WHOLE)) == "PASS"
    assert status_of(role_trusts_ec2(HERE, ABSENT)) == "SKIP"
    wrong = InstanceProfile("ecs", ARN, (Role("ecs", "arn", ("ecs-tasks.amazonaws.com",)),))
    assert status_of(role_trusts_ec2(HERE, {ARN: wrong})) == "FAIL"


def test_equivalent_policies_of_the_users_own_are_as_good() -> None:
    everywhere = tuple(Permission(one.action, "allowed") for one in agent_access(HERE))
    assert status_of(role_permissions(HERE, WHOLE, {ROLE.arn: everywhere})) == "PASS"
    here = [Permission(one.action, "allowed", one.resources[1]) for one in agent_access(HERE)]
    assert status_of(role_permissions(HERE, WHOLE, {ROLE.arn: tuple(here)})) == "PASS"


def test_what_the_agent_may_not_do() -> None:
    first, *others = (Permission(one.action, "allowed") for one in agent_access(HERE))
    denied = Permission(first.action, "implicitDeny")
    verdict = role_permissions(HERE, WHOLE, {ROLE.arn: (denied, *others)})
    assert (status_of(verdict), verdict.evidence[0].expected) == ("FAIL", first.action)
    perhaps = Permission(first.action, "implicitDeny", conditional=True)
    unsure = role_permissions(HERE, WHOLE, {ROLE.arn: (perhaps, *others)})
    assert status_of(unsure) == "UNKNOWN"
    assert status_of(role_permissions(HERE, WHOLE, {})) == "SKIP"
    assert status_of(role_permissions(HERE, ABSENT, {})) == "SKIP"
