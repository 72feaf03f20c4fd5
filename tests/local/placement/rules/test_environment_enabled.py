from __future__ import annotations

from batchdeck.local.placement.rules.environment_enabled import environment_enabled
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, stuck
from tests.local.scripted_runner import ScriptedRunner


def test_a_disabled_environment_takes_nothing_and_aws_does_not_say_why(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    job_id = stuck(cloud, environment)
    starts(runner, cloud.submit(cloud.queue()))
    assert "statusReason" not in cloud.job(job_id)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="ENABLED")
    starts(runner, job_id)


def test_an_enabled_one_takes_jobs() -> None:
    record = environment()
    assert environment_enabled(record, SMALL, SURROUNDINGS) is None
    record.state = "DISABLED"
    found = environment_enabled(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == ""
