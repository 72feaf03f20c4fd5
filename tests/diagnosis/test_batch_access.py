from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.batch_access import service_access
from batchdeck.domain.resources import ComputeEnvironment
from tests.diagnosis.things import environment

ARN = "arn:aws:batch:eu-west-1:123456789012:compute-environment/spot"


def actions(of: ComputeEnvironment) -> set[str]:
    return {one.action for one in service_access(of)}


def test_what_launches_instances_depends_on_the_environment() -> None:
    tasks = {"ecs:RegisterTaskDefinition", "ecs:RunTask", "iam:PassRole"}
    assert actions(environment(kind="FARGATE")) == tasks
    assert "autoscaling:UpdateAutoScalingGroup" in actions(environment(kind="SPOT"))
    fleet = environment(kind="SPOT", allocation_strategy="BEST_FIT")
    assert actions(fleet) == {*tasks, "ec2:RequestSpotFleet"}


def test_resources_that_policies_may_name() -> None:
    found = {one.action: one.resources for one in service_access(replace(environment(), arn=ARN))}
    assert found["ecs:RunTask"] == (
        "*",
        "arn:aws:ecs:eu-west-1:123456789012:task-definition/batch:1",
        "arn:cluster/spot",
    )
    assert found["iam:PassRole"] == ("*", "arn:aws:iam::123456789012:role/batch")
    assert found["autoscaling:UpdateAutoScalingGroup"][1].endswith("/spot-asg-uuid-spot")
    nowhere = {one.action: one.resources for one in service_access(environment())}
    assert nowhere["iam:PassRole"] == ("*",)
