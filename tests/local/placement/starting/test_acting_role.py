from __future__ import annotations

from batchdeck.local.placement.starting.acting_role import acting_role, denied
from batchdeck.local.placement.starting.task import Task
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS


def test_the_execution_role_goes_before_that_of_the_instance(cloud: Cloud) -> None:
    profile, given = cloud.instance_profile(), cloud.execution_role()
    on_instances = environment(instanceRole=profile)
    roles = SURROUNDINGS.identities.profile_roles(profile)
    assert roles == [acting_role(Task(on_instances, ()), SURROUNDINGS)]
    assert acting_role(Task(on_instances, (), execution_role=given), SURROUNDINGS).arn == given
    assert acting_role(Task(environment("FARGATE"), ()), SURROUNDINGS) is None
    assert acting_role(Task(on_instances, (), execution_role="gone"), SURROUNDINGS) is None


def test_a_denial_names_who_what_and_on_what() -> None:
    told = denied("arn:me", "s3:GetObject", "arn:it")
    assert told.startswith("AccessDeniedException: User: arn:me is not authorized to perform: s3:")
    assert "on resource: arn:it because" in told
