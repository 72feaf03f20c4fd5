from __future__ import annotations

from batchdeck.local.placement.rules.container_instances import container_instances
from tests.local.around.fleets.owned import join, unmanaged
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, stuck
from tests.local.scripted_runner import ScriptedRunner


def test_an_unmanaged_environment_waits_for_an_instance_that_is_large_enough(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = unmanaged(cloud)
    job_id = stuck(cloud, environment, vcpus="4")
    join(cloud, environment, "m5.large")
    starts(runner, cloud.submit(cloud.queue()))
    told = cloud.job(job_id)
    assert told["status"] == "RUNNABLE"
    assert "statusReason" not in told
    join(cloud, environment, "m5.xlarge")
    starts(runner, job_id)


def test_a_managed_one_has_its_own(cloud: Cloud) -> None:
    assert cloud
    record = environment()
    assert container_instances(record, SMALL, SURROUNDINGS) is None
    record.type = "UNMANAGED"
    found = container_instances(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == ""
