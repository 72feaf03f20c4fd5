"""Multi-node parallel jobs, seen over the wire."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner

MAIN_ADDRESS = "172.20.0.2"
CONTAINER = {
    "image": "busybox",
    "command": ["solve", "Ref::case"],
    "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}],
}


def definition(cloud: Cloud, nodes: int = 3, main: int = 0, **members: Any) -> str:
    name = cloud.name("definition")
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        parameters={"case": "wing"},
        nodeProperties={
            "numNodes": nodes,
            "mainNode": main,
            "nodeRangeProperties": [{"targetNodes": "0:", "container": CONTAINER}],
        },
        **members,
    )
    return name


def index_of(run: ScriptedRun) -> str:
    """The number of a run's node."""
    return dict(run.request.environment)["AWS_BATCH_JOB_NODE_INDEX"]


def nodes_of(runner: ScriptedRunner, number: int = 3) -> dict[str, ScriptedRun]:
    """The next runs, by the number of their node. The main node runs, the others start."""
    main = runner.next()
    main.events.started(MAIN_ADDRESS)
    runs = [main, *(runner.next() for _ in range(number - 1))]
    return {index_of(run): run for run in runs}


def listed(cloud: Cloud, job_id: str, status: str) -> list[str]:
    answer = cloud.batch.list_jobs(multiNodeJobId=job_id, jobStatus=status)
    return [one["jobId"] for one in answer["jobSummaryList"]]


def test_every_node_is_a_container_that_knows_its_place(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud, main=1))
    runs = nodes_of(runner)
    assert sorted(runs) == ["0", "1", "2"]
    variables = dict(runs["2"].request.environment)
    assert variables["AWS_BATCH_JOB_NUM_NODES"] == "3"
    assert variables["AWS_BATCH_JOB_MAIN_NODE_INDEX"] == "1"
    assert variables["AWS_BATCH_JOB_ID"] == f"{job_id}#2"
    assert runs["0"].request.command == ("solve", "wing")
    assert cloud.job(job_id)["status"] == "RUNNING"
    assert listed(cloud, job_id, "STARTING") == [f"{job_id}#0", f"{job_id}#2"]


def test_the_others_start_when_the_main_node_runs_and_know_its_address(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud, main=1))
    main = runner.next()
    assert index_of(main) == "1"
    assert cloud.job(job_id)["status"] == "STARTING"
    assert listed(cloud, job_id, "STARTING") == [f"{job_id}#1"]
    assert len(runner.requests) == 1
    main.events.started(MAIN_ADDRESS)
    others = [runner.next() for _ in range(2)]
    assert sorted(index_of(run) for run in others) == ["0", "2"]
    assert {main_address(run) for run in others} == {MAIN_ADDRESS}
    assert main_address(main) is None
    assert {run.request.nodes for run in (main, *others)} == {f"{job_id}/1"}
    assert len({run.request.task for run in (main, *others)}) == 3


def main_address(run: ScriptedRun) -> str | None:
    """What a node is told of the main node."""
    return dict(run.request.environment).get("AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS")


def test_a_main_node_that_never_runs_takes_the_others_with_it(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud))
    runner.next().events.ended(None, "CannotPullContainerError: no")
    assert cloud.wait(job_id, "FAILED")["statusReason"] == "Task failed to start"
    assert len(listed(cloud, job_id, "FAILED")) == 3
    assert len(runner.requests) == 1


def test_the_timeout_is_the_main_nodes(cloud: Cloud, runner: ScriptedRunner) -> None:
    timeout = {"attemptDurationSeconds": 60}
    job_id = cloud.submit(cloud.queue(), definition(cloud, nodes=2), timeout=timeout)
    runs = nodes_of(runner, 2)
    runs["1"].events.started()
    cloud.wait(f"{job_id}#1", "RUNNING")
    expire(cloud)
    cloud.wait(job_id, "FAILED")
    assert [run.stopped_with for run in runs.values()] == [[30.0], [30.0]]
    assert cloud.job(f"{job_id}#0")["statusReason"] == "Job attempt duration exceeded timeout"
    assert cloud.job(f"{job_id}#1")["statusReason"] == "Essential container in task exited"


def expire(cloud: Cloud) -> None:
    """Have all that is due within the hour happen now."""
    engine = cloud.backend.service.scheduler.engine
    with cloud.backend.account.lock:
        for entry in list(engine._later):
            engine._later.remove(entry)
            engine.soon(entry[2])


def test_the_main_node_decides_and_takes_the_others_with_it(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud))
    runs = nodes_of(runner)
    for run in runs.values():
        run.events.started()
    cloud.wait(job_id, "RUNNING")
    runs["2"].events.ended(1, "")
    cloud.wait(f"{job_id}#2", "FAILED")
    assert cloud.job(job_id)["status"] == "RUNNING"
    runs["0"].events.ended(0, "")
    told = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert told["status"] == "SUCCEEDED"
    assert runs["1"].stopped_with == [30.0]
    assert runs["2"].stopped_with == []
    assert len(told["attempts"]) == 1
    assert told["attempts"][0]["container"]["exitCode"] == 0
    main = cloud.job(f"{job_id}#0")
    assert main["nodeDetails"] == {"nodeIndex": 0, "isMainNode": True}
    assert main["container"]["logStreamName"]


def test_nothing_starts_before_there_is_a_place_for_all(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    name = cloud.environment(maxvCpus=6)
    queue = cloud.queue(name)
    cloud.submit(queue, cloud.definition(vcpus="2"))
    run = runner.next()
    job_id = cloud.submit(queue, definition(cloud))
    cloud.wait(job_id, "RUNNABLE")
    assert len(runner.requests) == 1
    run.finish(0)
    for one in nodes_of(runner).values():
        one.finish(0)
    cloud.wait(job_id, "SUCCEEDED")
    record = cloud.backend.account.environment(name)
    assert record is not None
    eventually(lambda: record.used_vcpus == 0)


def test_all_nodes_are_tried_again(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud, nodes=2), retryStrategy={"attempts": 2})
    first = nodes_of(runner, 2)
    first["0"].finish(1)
    again = nodes_of(runner, 2)
    assert {run.request.attempt for run in again.values()} == {2}
    node = cloud.job(f"{job_id}#1")
    assert node["status"] == "STARTING"
    assert not {"statusReason", "stoppedAt"} & node.keys()
    for run in again.values():
        run.finish(0)
    told = cloud.wait(job_id, "SUCCEEDED")
    assert [one["container"]["exitCode"] for one in told["attempts"]] == [1, 0]
    assert len(cloud.job(f"{job_id}#1")["attempts"]) == 2


def test_terminating_one_node_ends_the_whole_job(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue(), definition(cloud))
    runs = nodes_of(runner)
    for run in runs.values():
        run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=f"{job_id}#2", reason="enough")
    assert cloud.wait(job_id, "FAILED")["statusReason"] == "enough"
    assert [run.stopped_with for run in runs.values()] == [[30.0]] * 3


def test_a_job_cancelled_before_it_started_takes_its_nodes_with_it(cloud: Cloud) -> None:
    job_id = cloud.submit(cloud.queue(cloud.environment(maxvCpus=2)), definition(cloud))
    assert cloud.wait_for_reason(job_id).startswith("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX")
    cloud.batch.cancel_job(jobId=job_id, reason="never mind")
    assert cloud.job(job_id)["status"] == "FAILED"
    assert len(listed(cloud, job_id, "FAILED")) == 3


def test_spot_takes_no_multi_node_jobs(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment("SPOT", spotIamFleetRole="role"))
    job_id = cloud.submit(queue, definition(cloud))
    assert cloud.wait_for_reason(job_id).startswith("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT")


def test_a_number_of_nodes_and_their_overrides(cloud: Cloud, runner: ScriptedRunner) -> None:
    overrides = {
        "numNodes": 4,
        "nodePropertyOverrides": [
            {"targetNodes": "3", "containerOverrides": {"command": ["watch"]}}
        ],
    }
    job_id = cloud.submit(cloud.queue(), definition(cloud), nodeOverrides=overrides)
    runs = nodes_of(runner, 4)
    assert runs["3"].request.command == ("watch",)
    assert runs["0"].request.command == ("solve", "wing")
    assert cloud.job(job_id)["nodeProperties"]["numNodes"] == 4
