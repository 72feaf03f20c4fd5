from __future__ import annotations

from batchdeck.diagnosis.checks.environment.instance_types import (
    gpu_capable,
    memory_overhead,
    type_fits,
)
from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.need import Need
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import environment, instance, job, status_of

M5 = InstanceType("m5.2xlarge", 8, 32768)
TYPES = {"spot": (InstanceType("m5.large", 2, 8192), M5)}
HERE = (environment(instance_types=("m5.large", "m5.2xlarge")),)


def test_no_type_is_large_enough() -> None:
    verdict = type_fits(Need(8, 120_000), HERE, TYPES)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["types"] == "m5.large,m5.2xlarge,r6i.4xlarge"
    assert status_of(type_fits(Need(9, 1024), HERE, TYPES)) == "FAIL"
    assert status_of(type_fits(Need(8, 32_000), HERE, TYPES)) == "PASS"
    assert status_of(type_fits(Need(1, 1), HERE, {})) == "UNKNOWN"
    other = environment("b")
    assert (
        status_of(
            type_fits(Need(9, 1), (*HERE, other), {**TYPES, "b": (InstanceType("x.y", 64, 9999),)})
        )
        == "WARN"
    )


def test_the_memory_that_instances_registered_decides() -> None:
    joined = {"spot": (instance(instance_type="m5.2xlarge", memory=31431),)}
    verdict = memory_overhead(job(), Need(2, 32000), HERE, TYPES, joined)
    assert status_of(verdict) == "FAIL"
    assert verdict.summary == (
        "the job needs 569 MiB more than m5.2xlarge offers; largest that fits 31431"
    )
    assert not verdict.estimated
    assert status_of(memory_overhead(job(), Need(2, 31431), HERE, TYPES, joined)) == "PASS"


def test_without_an_instance_it_is_an_estimate() -> None:
    mine = job(document='{"container": {"command": []}}')
    verdict = memory_overhead(mine, Need(2, 32000), HERE, TYPES, {})
    assert (status_of(verdict), verdict.estimated) == ("FAIL", True)
    submission = dict(verdict.values)["submission"]
    assert isinstance(submission, Document)
    assert submission.content["containerOverrides"]["resourceRequirements"] == [
        {"type": "MEMORY", "value": str(M5.sure_memory)}
    ]
    assert verdict.summary.endswith(f"sure to fit is {M5.sure_memory}")
    assert status_of(memory_overhead(job(), Need(2, 99_999), HERE, TYPES, {})) == "SKIP"


def test_gpus() -> None:
    assert status_of(gpu_capable(Need(1, 1), HERE, TYPES)) == "SKIP"
    assert status_of(gpu_capable(Need(1, 1, 1), HERE, TYPES)) == "FAIL"
    with_gpu = {"spot": (InstanceType("g5.xlarge", 4, 16384, 1),)}
    assert status_of(gpu_capable(Need(1, 1, 1), HERE, with_gpu)) == "PASS"
