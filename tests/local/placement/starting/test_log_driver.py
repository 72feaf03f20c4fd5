from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import on_fargate, on_instances, reason
from tests.local.scripted_runner import ScriptedRunner

SYSLOG = {"logDriver": "syslog"}


def test_fargate_has_fewer_drivers(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = on_fargate(cloud, cloud.queue(cloud.environment("FARGATE")), logConfiguration=SYSLOG)
    assert "no log driver named 'syslog' is registered" in reason(cloud, job_id)
    starts(runner, on_instances(cloud, cloud.queue(), logConfiguration=SYSLOG))
