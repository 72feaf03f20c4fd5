from __future__ import annotations

import pytest

from batchdeck.local.batch.jobs import Jobs
from batchdeck.local.batch.nodes import (
    is_main_node,
    node_children,
    node_properties,
    obstacle_for_nodes,
    parts,
)
from batchdeck.local.placement.demand import Demand
from tests.local.around.fleets.seen import Seen
from tests.local.batch.builders import environment, job, nodes_definition
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def test_every_node_has_the_properties_of_its_range() -> None:
    small = {"targetNodes": "0:", "container": {"image": "small"}}
    large = {"targetNodes": "2:3", "container": {"image": "large"}}
    parent = job(definition=nodes_definition(4, small, large, main=2), nodes=4)
    nodes = list(node_children(parent))
    assert [node.id for node in nodes] == ["job#0", "job#1", "job#2", "job#3"]
    assert [node.node for node in nodes] == [small, small, large, large]
    assert [is_main_node(node) for node in nodes] == [False, False, True, False]
    assert {node.status for node in nodes} == {"PENDING"}


def test_overrides_reach_the_nodes_they_are_for() -> None:
    overrides = {
        "nodePropertyOverrides": [
            {"targetNodes": "0:", "containerOverrides": {"command": ["all"], "vcpus": 2}},
            {"targetNodes": "1", "containerOverrides": {"command": ["one"]}},
        ]
    }
    parent = job(definition=nodes_definition(3), nodes=3, overrides=overrides)
    commands = [node.overrides["command"] for node in node_children(parent)]
    assert commands == [["all"], ["one"], ["all"]]
    assert {node.overrides["vcpus"] for node in node_children(parent)} == {2}


def test_the_number_of_nodes_is_that_of_the_job() -> None:
    parent = job(definition=nodes_definition(2), nodes=5)
    assert node_properties(parent)["numNodes"] == 5
    assert len(list(node_children(parent))) == 5


def test_a_job_is_run_as_itself_or_as_its_nodes() -> None:
    jobs = Jobs()
    alone, parent = job("alone"), job("many", definition=nodes_definition(2), nodes=2)
    jobs.insert(parent)
    for node in node_children(parent):
        jobs.insert(node)
    assert parts(jobs, alone) == [alone]
    assert [part.id for part in parts(jobs, parent)] == ["many#0", "many#1"]


@pytest.mark.parametrize(
    ("kind", "vcpus", "code"),
    [
        ("EC2", 8, None),
        ("EC2", 9, "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"),
        ("SPOT", 1, "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"),
        ("FARGATE", 1, "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"),
    ],
)
def test_what_keeps_nodes_out_together(kind: str, vcpus: float, code: str | None) -> None:
    found = obstacle_for_nodes(environment(kind), [Demand(vcpus, 64)] * 2)
    assert (found and found.reason.partition(" - ")[0]) == code


def test_a_range_can_be_submitted_with_another_type_and_other_needs() -> None:
    needs = {"consumableResourceList": [{"consumableResource": "seats", "quantity": 2}]}
    overrides = {
        "nodePropertyOverrides": [
            {"targetNodes": "1:", "instanceTypes": ["c5.large"]},
            {"targetNodes": "2", "consumableResourcePropertiesOverride": needs},
        ]
    }
    parent = job(definition=nodes_definition(3), nodes=3, overrides=overrides)
    nodes = [node.node or {} for node in node_children(parent)]
    assert [node.get("instanceTypes") for node in nodes] == [None, ["c5.large"], ["c5.large"]]
    assert [node.get("consumableResourceProperties") for node in nodes] == [None, None, needs]


def test_nodes_wait_for_the_instance_type_of_their_range(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    container = {"image": "busybox", "vcpus": 1, "memory": 64}
    name = cloud.name("nodes")
    properties = {"targetNodes": "0:", "container": container, "instanceTypes": ["c5.large"]}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={"numNodes": 2, "mainNode": 0, "nodeRangeProperties": [properties]},
    )
    environment = cloud.environment()
    job_id = cloud.submit(cloud.queue(environment), name)
    assert cloud.wait_for_reason(job_id).startswith("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT")
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m5", "c5.large"]}
    )
    assert runner.next().request.job_id == f"{job_id}#0"


def test_every_node_has_an_instance_of_its_own(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("nodes")
    container = {"image": "busybox", "vcpus": 1, "memory": 64}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={
            "numNodes": 2,
            "mainNode": 0,
            "nodeRangeProperties": [{"targetNodes": "0:", "container": container}],
        },
    )
    environment = cloud.environment(instanceTypes=["m5.xlarge"], maxvCpus=4)
    job_id = cloud.submit(cloud.queue(environment), name)
    assert cloud.wait_for_reason(job_id).startswith(
        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
    )
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"maxvCpus": 8}
    )
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    seen = Seen(cloud, environment)
    eventually(lambda: len(seen.instances()) == 2)
