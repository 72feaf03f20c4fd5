from __future__ import annotations

from batchdeck.aws.ecs import EcsGateway, container_instance
from tests.aws.scripted_caller import ScriptedCaller

INSTANCE = {
    "containerInstanceArn": "arn:i",
    "ec2InstanceId": "i-1",
    "status": "ACTIVE",
    "agentConnected": True,
    "attributes": [{"name": "ecs.instance-type", "value": "m5.large"}, {"name": "bare"}],
    "registeredResources": [{"name": "MEMORY", "integerValue": 7820}],
    "remainingResources": [{"name": "CPU", "integerValue": 1024}],
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
    assert script.asked[1][2] == {"cluster": "arn:c", "containerInstances": ["arn:i"]}


def test_an_answer_that_tells_nothing() -> None:
    assert not container_instance({}, "arn:c").usable
