"""The image, and jobs that run it: in the Docker engine, with results in S3."""

from __future__ import annotations

import gzip
import random
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.launcher import LocalAccount
from batchdeck.local.runners.owner import JOB_LABEL
from tests.local.cloud import Cloud, eventually
from tests.worker.conftest import Bucket, bucket_of

pytestmark = pytest.mark.engine
PATIENCE = 180.0
"""Seconds for what takes ten on a quiet machine."""
CHILDREN = 10
RETRIES = {
    "attempts": 3,
    "evaluateOnExit": [
        {"onExitCode": "75", "action": "RETRY"},
        {"onExitCode": "137", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ],
}


@pytest.fixture
def shelf(container_account: LocalAccount) -> Bucket:
    """A bucket that containers reach."""
    return bucket_of(container_account)


@pytest.fixture
def cloud(container_account: LocalAccount) -> Cloud:
    return Cloud(container_account.endpoint, container_account.region)


def submit(
    cloud: Cloud, image: str, shelf: Bucket, command: list[str], memory: str = "128", **members: Any
) -> str:
    """The id of a new job of the worker's image."""
    container = {
        "image": image,
        "command": command,
        "readonlyRootFilesystem": True,
        "environment": [
            {"name": "S3_BUCKET", "value": shelf.name},
            {"name": "CHECKPOINT_SECONDS", "value": "0"},
        ],
    }
    definition = cloud.definition(memory=memory, container=container, retryStrategy=RETRIES)
    return cloud.submit(cloud.queue(), definition, **members)


def ended(cloud: Cloud, job_id: str) -> Any:
    """A job, once it is over."""

    def look() -> Any:
        job = cloud.job(job_id)
        return job if job["status"] in ("SUCCEEDED", "FAILED") else None

    return eventually(look, PATIENCE)


def test_the_image_is_small_and_nobody_in_it_is_root(engine: DockerClient, image: str) -> None:
    about = engine.images.get(image)
    assert about.attrs["Config"]["User"] == "10001:10001"
    (own,) = [one["Size"] for one in about.history() if " COPY " in one["CreatedBy"]]
    assert own < 12_000_000
    command = ["probe", "--ok", "--seconds", "0"]
    said = engine.containers.run(image, command, read_only=True, network_mode="none", remove=True)
    assert b"ended well" in said


def test_an_array_joins_everything_though_a_child_is_killed(
    engine: DockerClient, cloud: Cloud, image: str, shelf: Bucket
) -> None:
    made = random.Random(1)
    texts = [f"行 {number}\n".encode() * made.randrange(50) for number in range(40)]
    for number, text in enumerate(texts):
        shelf.put(f"data/{number:03}.dat.gz", gzip.compress(text))
    job_id = submit(cloud, image, shelf, ["run"], arrayProperties={"size": CHILDREN})
    victim = f"{job_id}:7"

    def killed() -> bool:
        found = engine.api.containers(filters={"label": f"{JOB_LABEL}={victim}"})
        if found:
            engine.api.kill(found[0]["Id"])
        return bool(found)

    eventually(killed, PATIENCE)
    assert ended(cloud, job_id)["status"] == "SUCCEEDED"
    attempts = cloud.job(victim)["attempts"]
    assert [one["container"]["exitCode"] for one in attempts] == [137, 0]
    keys = [f"out/result-{index:05}-of-{CHILDREN:05}.gz" for index in range(CHILDREN)]
    assert shelf.keys("out/") == keys
    assert b"".join(shelf.text(key) for key in keys) == b"".join(texts)


def test_much_goes_through_little_memory(cloud: Cloud, image: str, shelf: Bucket) -> None:
    noise = random.Random(2).randbytes(8_000_000)
    packed = gzip.compress(noise, 1)
    for number in range(9):
        shelf.put(f"data/{number:02}.gz", packed)
    job = ended(cloud, submit(cloud, image, shelf, ["run"], memory="64"))
    assert job["status"] == "SUCCEEDED", job
    assert shelf.get("out/result.gz") == packed * 9


def test_all_nodes_end_well(cloud: Cloud, image: str, shelf: Bucket) -> None:
    for number in range(6):
        shelf.put(f"data/{number}.gz", gzip.compress(b"%d" % number))
    name = cloud.name("definition")
    container = {
        "image": image,
        "command": ["run"],
        "environment": [{"name": "S3_BUCKET", "value": shelf.name}],
        "resourceRequirements": [
            {"type": "VCPU", "value": "1"},
            {"type": "MEMORY", "value": "128"},
        ],
    }
    nodes = [{"targetNodes": "0:1", "container": container}]
    properties = {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": nodes}
    cloud.batch.register_job_definition(
        jobDefinitionName=name, type="multinode", nodeProperties=properties
    )
    job_id = cloud.submit(cloud.queue(), name)
    assert ended(cloud, job_id)["status"] == "SUCCEEDED"
    keys = [f"out/result-{index:05}-of-00002.gz" for index in range(2)]
    assert shelf.keys("out/") == keys
    assert [shelf.text(key) for key in keys] == [b"012", b"345"]


def test_a_job_that_is_told_to_fail_says_so(cloud: Cloud, image: str, shelf: Bucket) -> None:
    job = ended(cloud, submit(cloud, image, shelf, ["probe", "--ng", "--seconds", "0"]))
    assert (job["status"], job["container"]["exitCode"]) == ("FAILED", 1)
    lines = cloud.lines("/aws/batch/job", job["container"]["logStreamName"])
    assert "ended badly, as it was told to" in lines[-1]
