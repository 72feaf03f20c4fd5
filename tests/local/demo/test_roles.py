from __future__ import annotations

from batchdeck.local.demo.account import Demo


def test_instances_may_join_their_cluster(demo: Demo) -> None:
    identities = demo.service.surroundings.identities
    environment = demo.service.account.environment("ondemand")
    assert environment
    roles = identities.profile_roles(environment.resources["instanceRole"])
    assert roles
    role = roles[0]
    assert identities.allows(role, "ecs:RegisterContainerInstance")
    assert identities.trusts(role.arn, "ec2.amazonaws.com")


def test_the_partners_profile_was_never_made(demo: Demo) -> None:
    environment = demo.service.account.environment("partner-import")
    assert environment
    reference = environment.resources["instanceRole"]
    assert reference.endswith("instance-profile/partnerInstanceRole")
    assert demo.service.surroundings.identities.profile_roles(reference) is None


def test_tasks_may_assume_the_roles_of_the_definitions(demo: Demo) -> None:
    identities = demo.service.surroundings.identities
    for revisions in demo.service.account.definitions.values():
        for revision in revisions:
            for member in ("jobRoleArn", "executionRoleArn"):
                role = revision.container.get(member)
                assert role is None or identities.trusts(role, "ecs-tasks.amazonaws.com")
