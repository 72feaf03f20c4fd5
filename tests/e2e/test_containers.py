"""Jobs as containers, seen from outside: over the wire, and asked of the engine."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.launcher import LocalAccount
from tests.e2e.killable import belongings, killable
from tests.local.cloud import Cloud, eventually
from tests.local.runners.recorder import DEMO

pytestmark = pytest.mark.engine
PATIENCE = 120.0
"""Seconds for what takes one on a quiet machine."""
SMALL = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]


@pytest.fixture
def cloud(container_account: LocalAccount) -> Cloud:
    return Cloud(container_account.endpoint, container_account.region)


def submit(cloud: Cloud, *command: str, **container: Any) -> str:
    """The id of a new job that runs a command in the demo's image."""
    members = {"image": DEMO, "command": [*command], **container}
    return cloud.submit(cloud.queue(), cloud.definition(memory="64", container=members))


def ended(cloud: Cloud, job_id: str) -> Any:
    """A job, once it is over."""

    def look() -> Any:
        job = cloud.job(job_id)
        return job if job["status"] in ("SUCCEEDED", "FAILED") else None

    return eventually(look, PATIENCE)


def lines(cloud: Cloud, job: Any) -> list[str]:
    """All that a job has written."""
    return list(cloud.lines("/aws/batch/job", job["container"]["logStreamName"]))


def test_a_container_gets_all_that_its_definition_says(cloud: Cloud) -> None:
    script = (
        'echo "$COLOUR/$AWS_BATCH_JOB_ID/$AWS_BATCH_JOB_ATTEMPT/$AWS_BATCH_JQ_NAME'
        '/$AWS_EXECUTION_ENV/$AWS_REGION"; '
        "cat /sys/fs/cgroup/memory.max 2>/dev/null "
        "|| cat /sys/fs/cgroup/memory/memory.limit_in_bytes; "
        "echo kept > /shared/file && cat /shared/file; df -m /small | tail -n 1 | "
        "while read -r _ size _; do echo $size; done; exit 7"
    )
    job_id = submit(
        cloud,
        *("sh", "-c", script),
        environment=[{"name": "COLOUR", "value": "ochre"}],
        volumes=[{"name": "scratch", "host": {"sourcePath": "/mnt/scratch"}}],
        mountPoints=[{"sourceVolume": "scratch", "containerPath": "/shared"}],
        linuxParameters={"tmpfs": [{"containerPath": "/small", "size": 3}]},
    )
    job = ended(cloud, job_id)
    assert job["status"] == "FAILED"
    assert job["container"]["exitCode"] == 7
    queue = job["jobQueue"].rpartition("/")[2]
    variables = f"ochre/{job_id}/1/{queue}/AWS_ECS_EC2/{cloud.region}"
    assert lines(cloud, job) == [variables, str(64 * 2**20), "kept", "3"]


def test_running_out_of_memory_is_told_as_aws_tells_it(cloud: Cloud) -> None:
    job = ended(cloud, submit(cloud, "sh", "-c", "x=$(yes | head -c 200000000)"))
    (attempt,) = job["attempts"]
    assert attempt["container"]["exitCode"] == 137
    assert attempt["container"]["reason"].startswith("OutOfMemoryError")


def test_a_terminated_job_has_its_grace(cloud: Cloud) -> None:
    script = "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.1; done"
    job_id = submit(cloud, "sh", "-c", script)
    stream = eventually(lambda: cloud.job(job_id)["container"].get("logStreamName"), PATIENCE)
    eventually(lambda: cloud.lines("/aws/batch/job", stream) == ["up"], PATIENCE)
    cloud.batch.terminate_job(jobId=job_id, reason="enough")
    job = ended(cloud, job_id)
    assert (job["statusReason"], job["container"]["exitCode"]) == ("enough", 5)
    assert lines(cloud, job) == ["up", "bye"]


def multi_node(cloud: Cloud, main: str, child: str, nodes: int = 3) -> str:
    """The id of a new job whose nodes run these scripts."""
    name = cloud.name("definition")
    container = {"image": DEMO, "resourceRequirements": SMALL}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={
            "numNodes": nodes,
            "mainNode": 0,
            "nodeRangeProperties": [
                {"targetNodes": "0", "container": container | {"command": ["sh", "-c", main]}},
                {"targetNodes": "1:", "container": container | {"command": ["sh", "-c", child]}},
            ],
        },
    )
    return cloud.submit(cloud.queue(), name)


def test_nodes_reach_the_main_node_at_the_address_they_are_told(cloud: Cloud) -> None:
    # With nothing to read, a listener says at once that it will write no more: a child that has
    # not written yet takes that for the end. A pipe that nobody closes keeps both waiting.
    main = (
        "mkfifo /tmp/open; exec 3<>/tmp/open; nc -l -p 7000 <&3; nc -l -p 7001 <&3; "
        "ip -4 -o addr show eth0"
    )
    address = '"$AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"'
    speak = f'echo "node $AWS_BATCH_JOB_NODE_INDEX of $AWS_BATCH_JOB_NUM_NODES at "{address}'
    port = "$((6999 + AWS_BATCH_JOB_NODE_INDEX))"
    child = f"until {speak} | nc -w 2 {address} {port}; do sleep 0.1; done"
    job_id = multi_node(cloud, main, child)
    assert ended(cloud, job_id)["status"] == "SUCCEEDED"
    node = cloud.job(f"{job_id}#0")
    said = lines(cloud, node)
    told = {line.rpartition(" ")[2] for line in said if line.startswith("node ")}
    assert len(told) == 1
    (main_address,) = told
    assert f"node 1 of 3 at {main_address}" in said
    assert f"node 2 of 3 at {main_address}" in said
    assert f"inet {main_address}/" in said[-1]


def test_the_network_of_nodes_goes_with_them(engine: DockerClient) -> None:
    with killable() as (process, cloud):
        job_id = multi_node(cloud, "until false; do sleep 0.1; done", "sleep 1000", nodes=2)
        eventually(lambda: cloud.job(f"{job_id}#1")["status"] == "RUNNING", PATIENCE)
        assert len(belongings(engine, process)["networks"]) == 1
        cloud.batch.terminate_job(jobId=job_id, reason="enough")
        assert ended(cloud, job_id)["status"] == "FAILED"
        eventually(lambda: not belongings(engine, process)["networks"], PATIENCE)
    with killable():
        eventually(lambda: not any(belongings(engine, process).values()), PATIENCE)


def test_the_end_of_the_main_node_is_the_end_of_all(cloud: Cloud) -> None:
    job_id = multi_node(cloud, "sleep 1; exit 4", "trap 'exit 9' TERM; while :; do sleep 0.1; done")
    job = ended(cloud, job_id)
    assert (job["status"], job["attempts"][0]["container"]["exitCode"]) == ("FAILED", 4)
    for index in (1, 2):
        assert cloud.job(f"{job_id}#{index}")["status"] == "FAILED"


def test_what_a_killed_account_left_goes_with_the_next_and_nobody_elses(
    engine: DockerClient,
) -> None:
    waiting = "echo up; sleep 1000"
    volume = {
        "volumes": [{"name": "scratch", "host": {"sourcePath": "/mnt/scratch"}}],
        "mountPoints": [{"sourceVolume": "scratch", "containerPath": "/shared"}],
    }
    with killable() as (killed, doomed), killable() as (living, spared):
        for cloud in (doomed, spared):
            submit(cloud, "sh", "-c", waiting, **volume)
            nodes = multi_node(cloud, waiting, waiting, nodes=2)
            eventually(lambda: cloud.job(f"{nodes}#1")["status"] == "RUNNING", PATIENCE)  # noqa: B023
        for process in (killed, living):
            eventually(lambda: all(belongings(engine, process).values()), PATIENCE)  # noqa: B023
        # Three jobs' containers and the same number of networks' at least.
        assert len(belongings(engine, killed)["containers"]) >= 6
        before = belongings(engine, living)
        os.kill(killed, signal.SIGKILL)
        with killable():
            eventually(lambda: not any(belongings(engine, killed).values()), PATIENCE)
        after = belongings(engine, living)
        assert all(before[kind] <= after[kind] for kind in before)
    # The other was killed as well, at the end of the test: what it left is removed here.
    with killable():
        eventually(lambda: not any(belongings(engine, living).values()), PATIENCE)
