from __future__ import annotations

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.ecs import EcsGateway, cluster, container_instance
from batchdeck.aws.errors import RefusedError
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to

INSTANCE = {
    "containerInstanceArn": "arn:i",
    "ec2InstanceId": "i-1",
    "status": "ACTIVE",
    "agentConnected": True,
    "attributes": [{"name": "ecs.instance-type", "value": "m5.large"}, {"name": "bare"}],
    "registeredResources": [
        {"name": "MEMORY", "integerValue": 7820},
        {"name": "CPU", "integerValue": 2048},
        {"name": "GPU", "stringSetValue": ["GPU-0", "GPU-1"]},
    ],
    "remainingResources": [
        {"name": "CPU", "integerValue": 1024},
        {"name": "GPU", "stringSetValue": ["GPU-1"]},
    ],
    "versionInfo": {"agentVersion": "1.98.0"},
    "statusReason": "why",
}


async def test_the_instances_of_a_cluster() -> None:
    script = ScriptedCaller(
        {"containerInstanceArns": ["arn:i"]}, {"containerInstances": [INSTANCE]}
    )
    ecs = EcsGateway(script.caller)
    arns = await ecs.container_instance_arns("arn:c")
    (found,) = await ecs.container_instances("arn:c", arns)
    assert (found.instance_id, found.instance_type, found.memory) == ("i-1", "m5.large", 7820)
    assert (found.free_cpu, found.free_memory, found.usable) == (1024, None, True)
    assert (found.cpu, found.gpus, found.free_gpus) == (2048, 2, 1)
    assert (found.agent_version, found.reason) == ("1.98.0", "why")
    assert found.attributes == {"ecs.instance-type", "bare"}
    assert script.asked[1][2] == {"cluster": "arn:c", "containerInstances": ["arn:i"]}


async def test_a_cluster_that_was_deleted_has_no_instances() -> None:
    gone = RefusedError("no", code="ClusterNotFoundException")
    script = ScriptedCaller(gone, RefusedError("no", code="InvalidParameterException"))
    ecs = EcsGateway(script.caller)
    assert await ecs.container_instance_arns("arn:c") == ()
    with pytest.raises(RefusedError):
        await ecs.container_instance_arns("arn:c")


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    cloud = Cloud(empty_account.endpoint)
    ecs = cloud.client("ecs")
    arn = ecs.create_cluster(clusterName="mine")["cluster"]["clusterArn"]
    account = Account(connection_to(empty_account.endpoint))
    try:
        (found,) = await account.ecs.clusters([arn, f"{arn}-gone"])
        assert (found.arn, found.status, found.instances) == (arn, "ACTIVE", 0)
        assert await account.ecs.container_instance_arns(arn) == ()
        assert await account.ecs.container_instance_arns(f"{arn}-gone") == ()
    finally:
        await account.close()


def test_an_answer_that_tells_nothing() -> None:
    assert not container_instance({}, "arn:c").usable
    assert cluster({}).instances is None
