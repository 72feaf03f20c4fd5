from __future__ import annotations

import pytest

from batchdeck.local.placement.obstacle import ACTION_REQUIRED
from batchdeck.local.placement.rules.environment_valid import environment_valid
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, told
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize("status", ["VALID", "UPDATING"])
def test_states_in_which_jobs_are_taken(status: str) -> None:
    record = environment()
    record.status = status
    assert environment_valid(record, SMALL, SURROUNDINGS) is None


@pytest.mark.parametrize(
    ("status", "reason"), [("INVALID", ACTION_REQUIRED), ("CREATING", ""), ("DELETING", "")]
)
def test_states_in_which_they_are_not(status: str, reason: str) -> None:
    record = environment()
    record.status = status
    found = environment_valid(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == reason


def test_a_job_waits_until_its_environment_is_valid_again(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    key = cloud.name("key")
    cloud.ec2.create_key_pair(KeyName=key)
    queue = cloud.queue(cloud.environment(ec2KeyPair=key))
    cloud.ec2.delete_key_pair(KeyName=key)
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.ec2.create_key_pair(KeyName=key)
    starts(runner, job_id)
