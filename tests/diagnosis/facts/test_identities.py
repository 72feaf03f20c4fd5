from __future__ import annotations

import pytest

from batchdeck.aws.errors import NotFoundError
from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.identities import INSTANCE_ACTIONS
from batchdeck.domain.role import InstanceProfile, Role
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import IMAGE, JOB_ARN, container, environment, job

ROLE = Role("r", "arn:r")


async def test_what_the_role_in_each_profile_may_do() -> None:
    profile = InstanceProfile("p", "arn:p", (ROLE,))
    iam = Gateway(instance_profile=profile, permissions=("answer",))
    here = (environment(), environment("b"), environment("c", "FARGATE", instance_role="x"))
    pulls = job(arn_prefix=JOB_ARN, containers=(container(image=IMAGE),))
    known = {"iam": iam, "candidates": here}
    found = await ask("instance_permissions", described=pulls, **known)
    assert found == {"arn:r": ("answer",)}
    first, (name, role, actions, resources) = iam.calls
    assert (first, name, role) == (("instance_profile", here[0].instance_role), *iam.calls[1][:2])
    assert {*INSTANCE_ACTIONS, "ecr:BatchGetImage"} <= set(actions)
    assert {"*", "arn:cluster/spot"} <= set(resources)
    iam.calls.clear()
    await ask("instance_permissions", described=None, **known)
    assert iam.calls[1][2] == sorted(INSTANCE_ACTIONS)
    absent = {**known, "iam": Gateway(instance_profile=None)}
    assert await ask("instance_permissions", described=None, **absent) == {}
    with pytest.raises(NotApplicableError):
        await ask("instance_permissions", iam=iam, candidates=here[2:], described=None)


async def test_what_the_execution_roles_may_do() -> None:
    iam = Gateway(permissions=("answer",))
    two = (
        container(image=IMAGE, execution_role="e"),
        container(image=IMAGE, execution_role="e", secrets=("/a",)),
        container(image=IMAGE),
    )
    mine = job(arn_prefix=JOB_ARN, containers=two)
    assert await ask("execution_permissions", iam=iam, described=mine) == {"e": ("answer",)}
    ((_, _, actions, resources),) = iam.calls
    assert "ssm:GetParameters" in actions
    assert f"{JOB_ARN.replace('batch', 'ssm').replace('job', 'parameter')}a" in resources
    for other in (None, job(containers=two), job("FAILED", exit_code=1, containers=two)):
        assert await ask("execution_permissions", iam=Gateway(), described=other) == {}


async def test_a_role_that_is_gone_may_not_be_simulated() -> None:
    def gone(*_: object) -> None:
        raise NotFoundError("no such role")

    mine = job(arn_prefix=JOB_ARN, containers=(container(image=IMAGE, execution_role="e"),))
    iam = Gateway(permissions=gone)
    assert await ask("execution_permissions", iam=iam, described=mine) == {}


async def test_roles() -> None:
    iam = Gateway(role=ROLE)
    here = (environment(), environment("b", service_role=""))
    arn = here[0].service_role
    assert await ask("service_roles", iam=iam, managed=here) == {arn: ROLE}
    old = environment(kind="SPOT", allocation_strategy="", spot_fleet_role="fleet")
    assert await ask("spot_fleet_roles", iam=iam, instance_environments=(old,)) == {"fleet": ROLE}
    with pytest.raises(NotApplicableError):
        await ask("spot_fleet_roles", iam=iam, instance_environments=here)


async def test_roles_of_the_job() -> None:
    mine = job(containers=(container(execution_role="e", job_role="j"), container()))
    assert await ask("execution_roles", iam=Gateway(role=None), job=mine) == {"e": None}
    assert await ask("job_roles", iam=Gateway(role=ROLE), job=mine) == {"j": ROLE}
    with pytest.raises(NotApplicableError):
        await ask("job_roles", iam=Gateway(role=ROLE), job=job())


async def test_what_service_roles_of_ones_own_may_do() -> None:
    iam = Gateway(permissions=("answer",))
    linked = "arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
    here = (
        environment(),
        environment("b", "FARGATE"),
        environment("c", service_role=linked),
        environment("d", service_role=""),
    )
    arn = here[0].service_role
    assert await ask("service_permissions", iam=iam, managed=here) == {arn: ("answer",)}
    ((_, role, actions, _),) = iam.calls
    assert (role, "autoscaling:CreateAutoScalingGroup" in actions) == (arn, True)
