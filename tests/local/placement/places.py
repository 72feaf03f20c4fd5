"""What the tests of the rules share."""

from __future__ import annotations

from typing import Any

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.scripted_runner import ScriptedRunner

SURROUNDINGS = Surroundings(ACCOUNT, REGION)
SMALL = Demand(vcpus=1, memory=64)


def stuck(cloud: Cloud, environment: str, **definition: Any) -> str:
    """A job in a queue of that environment, once it waits in RUNNABLE."""
    job_id = cloud.submit(cloud.queue(environment), cloud.definition(**definition))
    cloud.wait(job_id, "RUNNABLE")
    return job_id


def told(cloud: Cloud, job_id: str) -> str:
    """The `statusReason` of a blocked job, once it has one, without its text."""
    return cloud.wait_for_reason(job_id).partition(" - ")[0]


def starts(runner: ScriptedRunner, job_id: str) -> None:
    """The job starts by itself."""
    assert runner.next().request.job_id == job_id


def with_resource(kind: str, value: str) -> dict[str, Any]:
    """Container properties of a small job that needs something more."""
    needs = [("VCPU", "1"), ("MEMORY", "512"), (kind, value)]
    return {"resourceRequirements": [{"type": name, "value": amount} for name, amount in needs]}
