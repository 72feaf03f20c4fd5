from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.identities import INSTANCE_ACTIONS
from batchdeck.domain.role import InstanceProfile, Role
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import container, environment, job

ROLE = Role("r", "arn:r")


async def test_what_the_role_in_each_profile_may_do() -> None:
    profile = InstanceProfile("p", "arn:p", (ROLE,))
    iam = Gateway(instance_profile=profile, permissions=("answer",))
    here = (environment(), environment("b"))
    found = await ask("instance_permissions", iam=iam, instance_environments=here)
    assert found == {"arn:r": ("answer",)}
    assert iam.calls[1:] == [("permissions", "arn:r", INSTANCE_ACTIONS)]
    assert len(iam.calls) == 2
    absent = Gateway(instance_profile=None)
    assert await ask("instance_permissions", iam=absent, instance_environments=here) == {}


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
