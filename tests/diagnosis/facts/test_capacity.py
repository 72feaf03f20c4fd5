from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.capacity import FleetEvent, SpotFleet
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import NOW, environment, group

HERE = (environment(),)


async def test_quotas_of_what_is_used() -> None:
    quotas = Gateway(of=())
    await ask("ec2_quotas", quotas=quotas, instance_environments=HERE)
    await ask("fargate_quotas", quotas=quotas, fargate_environments=HERE)
    assert quotas.calls == [("of", "ec2"), ("of", "fargate")]


async def test_instances_of_the_environments() -> None:
    capacity = Gateway(running=("i-1",))
    many = group(*(f"i-{number}" for number in range(150)))
    known = {"groups": (many, group("i-9", name="other")), "instance_environments": HERE}
    assert await ask("running_instances", capacity=capacity, **known) == ("i-1",)
    ((_, asked),) = capacity.calls
    assert (len(asked), "i-0" in asked) == (100, True)


async def test_where_the_types_are_offered() -> None:
    capacity = Gateway(offerings={"eu-west-1a": frozenset({"m5.large"})})
    types = {"a": (InstanceType("m5.large", 2, 8192),), "b": (InstanceType("m5.large", 2, 8192),)}
    found = await ask("offerings", capacity=capacity, instance_types=types)
    assert found == {"eu-west-1a": {"m5.large"}}
    assert capacity.calls == [("offerings", {"m5.large"})]


async def test_spot_fleets_of_environments_that_have_one() -> None:
    with pytest.raises(NotApplicableError):
        await ask("spot_fleets", capacity=Gateway(), instance_environments=HERE)
    old = environment(kind="SPOT", allocation_strategy="BEST_FIT", spot_fleet_role="arn:fleet")
    other = environment("b", "SPOT", allocation_strategy="BEST_FIT", spot_fleet_role="arn:b")
    mine = SpotFleet("sfr-1", "arn:fleet", "active", "error", ("subnet-1",))
    elsewhere = SpotFleet("sfr-2", "arn:fleet", "active", "error", ("subnet-9",))
    gone = SpotFleet("sfr-3", "arn:fleet", "cancelled_running", "", ("subnet-1",))
    event = FleetEvent("sfr-1", "error")
    capacity = Gateway(spot_fleets=(mine, elsewhere, gone), fleet_history=(event,))
    known = {"capacity": capacity, "instance_environments": (*HERE, old, other), "now": NOW}
    assert await ask("fleet_events", **known) == {"spot": (event,)}
    assert capacity.calls[1:] == [("fleet_history", "sfr-1", NOW - 3_600_000)]
