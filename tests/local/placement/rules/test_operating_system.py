from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, told
from tests.local.scripted_runner import ScriptedRunner


def test_windows_waits_for_fargate_that_is_not_spot(cloud: Cloud, runner: ScriptedRunner) -> None:
    spot = cloud.environment("FARGATE_SPOT")
    queue = cloud.queue(spot)
    definition = cloud.definition(
        memory="2048",
        platformCapabilities=["FARGATE"],
        container={
            "executionRoleArn": cloud.execution_role(),
            "networkConfiguration": {"assignPublicIp": "ENABLED"},
            "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_FULL"},
        },
    )
    starts(runner, cloud.submit(queue, cloud.fargate_definition()))
    job_id = cloud.submit(queue, definition)
    assert told(cloud, job_id) == "UNDETERMINED"
    order = [
        {"order": number, "computeEnvironment": name}
        for number, name in enumerate((spot, cloud.environment("FARGATE")))
    ]
    cloud.batch.update_job_queue(jobQueue=queue, computeEnvironmentOrder=order)
    starts(runner, job_id)
