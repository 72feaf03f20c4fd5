from __future__ import annotations

from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.rules.instance_profile import instance_profile
from tests.local.batch.builders import environment
from tests.local.cloud import ECS_POLICY, Cloud, trust
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def found(profile: str) -> Obstacle | None:
    return instance_profile(environment(instanceRole=profile), SMALL, SURROUNDINGS)


def test_the_profile_its_role_and_the_roles_permissions_are_needed(cloud: Cloud) -> None:
    profile = cloud.name("profile")
    missing = found(profile)
    assert missing is not None
    assert missing.detail == f"there is no instance profile {profile}"
    assert missing.reason == UNDETERMINED
    assert f"Value ({profile}) for parameter iamInstanceProfile.name" in missing.launch_failure
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    empty = found(profile)
    assert empty == Obstacle(f"instance profile {profile} has no role", UNDETERMINED, joins=False)
    role = cloud.role("ecs.amazonaws.com")
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    untrusting = found(profile)
    assert untrusting is not None
    assert untrusting.detail == f"EC2 may not assume role {role}"
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust("ec2.amazonaws.com"))
    powerless = found(profile)
    assert powerless is not None
    assert f"role {role} may not ecs:" in powerless.detail
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=ECS_POLICY)
    assert found(profile) is None


def test_fargate_needs_none(cloud: Cloud) -> None:
    assert cloud
    assert instance_profile(environment("FARGATE"), SMALL, SURROUNDINGS) is None


def test_a_job_waits_for_the_profile_of_its_instances(cloud: Cloud, runner: ScriptedRunner) -> None:
    profile = cloud.name("profile")
    job_id = stuck(cloud, cloud.environment(instanceRole=profile))
    assert told(cloud, job_id) == "UNDETERMINED"
    role = cloud.role("ec2.amazonaws.com", ECS_POLICY)
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    starts(runner, job_id)
