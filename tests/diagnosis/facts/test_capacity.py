from __future__ import annotations

from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import environment

HERE = (environment(),)


async def test_quotas_of_what_is_used() -> None:
    quotas = Gateway(of=())
    await ask("ec2_quotas", quotas=quotas, instance_environments=HERE)
    await ask("fargate_quotas", quotas=quotas, fargate_environments=HERE)
    assert quotas.calls == [("of", "ec2"), ("of", "fargate")]


async def test_what_runs_and_what_is_offered() -> None:
    capacity = Gateway(running=("i-1",), offerings={"eu-west-1a": frozenset({"m5.large"})})
    assert await ask("running_instances", capacity=capacity, instance_environments=HERE) == ("i-1",)
    types = {"a": (InstanceType("m5.large", 2, 8192),), "b": (InstanceType("m5.large", 2, 8192),)}
    found = await ask("offerings", capacity=capacity, instance_types=types)
    assert found == {"eu-west-1a": {"m5.large"}}
    assert capacity.calls[-1] == ("offerings", {"m5.large"})
