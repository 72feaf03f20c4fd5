from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_what_runs_elsewhere_counts_until_it_has_ended(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 3)
    first = cloud.submit(cloud.queue(), cloud.definition(vcpus="2"))
    running = runner.next()
    assert running.request.job_id == first
    job_id = stuck(cloud, cloud.environment(), vcpus="2")
    assert told(cloud, job_id) == "UNDETERMINED"
    running.finish()
    starts(runner, job_id)


def test_a_quota_that_is_raised(cloud: Cloud, runner: ScriptedRunner) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 0)
    job_id = stuck(cloud, cloud.environment())
    quotas.change("L-1216C47A", 1)
    cloud.batch.describe_job_queues()
    starts(runner, job_id)


def test_spot_and_fargate_have_quotas_of_their_own(cloud: Cloud, runner: ScriptedRunner) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 0)
    starts(runner, cloud.submit(cloud.queue(cloud.environment("SPOT"))))
    quotas.change("L-3032A538", 0.5)
    queue = cloud.queue(cloud.environment("FARGATE"))
    job_id = cloud.submit(queue, cloud.fargate_definition())
    assert told(cloud, job_id) == "UNDETERMINED"
