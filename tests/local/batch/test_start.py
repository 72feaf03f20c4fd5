from __future__ import annotations

from batchdeck.local.batch.start import architecture_of, execution_environment, task_to_start
from tests.local.batch.builders import definition, environment, job


def test_of_one_container() -> None:
    container = {
        "executionRoleArn": "execution",
        "jobRoleArn": "work",
        "networkConfiguration": {"assignPublicIp": "ENABLED"},
    }
    task = task_to_start(job(definition=definition(container=container)), environment())
    assert (task.execution_role, task.job_role, task.public_ip) == ("execution", "work", True)
    assert [one["image"] for one in task.containers] == ["busybox"]


def test_of_a_task_with_several() -> None:
    properties = {
        "executionRoleArn": "execution",
        "taskRoleArn": "work",
        "containers": [{"name": "a", "image": "one"}, {"name": "b", "image": "two"}],
    }
    whole = definition(ecsProperties={"taskProperties": [properties]})
    task = task_to_start(job(definition=whole), environment())
    assert (task.execution_role, task.job_role, task.public_ip) == ("execution", "work", False)
    assert [one["image"] for one in task.containers] == ["one", "two"]


def test_the_architecture_is_the_instances_or_what_fargate_is_asked_for() -> None:
    assert architecture_of(environment(instanceTypes=["c7g"]), {}) == "arm64"
    assert architecture_of(environment(instanceTypes=["optimal"]), {}) == "x86_64"
    assert architecture_of(environment(instanceTypes=["c7g.large", "m5.large"]), {}) == ""
    arm = {"runtimePlatform": {"cpuArchitecture": "ARM64"}}
    assert architecture_of(environment("FARGATE"), arm) == "arm64"
    assert architecture_of(environment("FARGATE"), {}) == "x86_64"


def test_a_container_knows_on_what_it_runs() -> None:
    assert execution_environment(environment()) == ("AWS_EXECUTION_ENV", "AWS_ECS_EC2")
    fargate = execution_environment(environment("FARGATE_SPOT"))
    assert fargate == ("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE")
