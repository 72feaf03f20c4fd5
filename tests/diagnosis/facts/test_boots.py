from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.boots import launched
from batchdeck.domain.launch import InstanceHealth
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import environment, group

HERE = (environment(), environment("b"))
GROUPS = (group("i-2", "i-1"), group("i-9", name="b"), group("i-7", name="other"))


def test_the_instances_of_an_environment() -> None:
    assert launched(HERE[0], GROUPS) == ["i-1", "i-2"]
    assert launched(environment(uuid=""), GROUPS) == []


async def test_the_health_of_all_instances_in_one_call() -> None:
    ec2 = Gateway(instance_health=(InstanceHealth("i-1"),))
    known = {"ec2": ec2, "instance_environments": HERE}
    found = await ask("instance_health", groups=GROUPS, **known)
    assert found == {"i-1": InstanceHealth("i-1")}
    assert ec2.calls == [("instance_health", ["i-1", "i-2", "i-9"])]
    with pytest.raises(NotApplicableError):
        await ask("instance_health", groups=(), **known)


async def test_a_console_is_asked_for_only_where_none_joined() -> None:
    ec2 = Gateway(console_output=("one", "two"))
    known = {"ec2": ec2, "instance_environments": HERE, "groups": GROUPS}
    joined = {"arn:cluster/spot": ("arn:i-1",), "arn:cluster/b": ()}
    found = await ask("consoles", container_instance_arns=joined, **known)
    assert found == {"b": ("i-9", ("one", "two"))}
    assert len(ec2.calls) == 1
    joined["arn:cluster/b"] = ("arn:i-9",)
    with pytest.raises(NotApplicableError):
        await ask("consoles", container_instance_arns=joined, **known)
