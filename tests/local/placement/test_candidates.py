from __future__ import annotations

from batchdeck.local.placement.candidates import candidates, vcpus_taken
from batchdeck.local.placement.demand import Demand
from tests.local.batch.builders import environment


def names(demand: Demand, *types: str) -> set[str]:
    return {one.name for one in candidates(environment(instanceTypes=list(types)), demand)}


def test_vcpus_memory_gpus_and_architecture_all_count() -> None:
    types = ("m5.large", "m5.xlarge", "m6g.xlarge", "g4dn.xlarge")
    assert names(Demand(2, 1024), *types) == set(types)
    assert names(Demand(4, 1024), *types) == set(types) - {"m5.large"}
    assert names(Demand(1, 12_000), *types) == set(types) - {"m5.large"}
    assert names(Demand(1, 64, gpus=1), *types) == {"g4dn.xlarge"}
    assert names(Demand(1, 64, architecture="arm64"), *types) == {"m6g.xlarge"}

    assert names(Demand(1, 64, instance_type="m5.large"), *types) == {"m5.large"}
    assert names(Demand(1, 64, instance_type="c5.large"), *types) == set()


def test_who_is_alone_takes_a_whole_instance() -> None:
    place = environment(instanceTypes=["m5.xlarge", "m5.2xlarge"])
    shared, alone = Demand(1, 64), Demand(1, 64, alone=True)
    assert vcpus_taken(place, [shared, shared]) == 2
    assert vcpus_taken(place, [shared, alone, alone]) == 9
    assert vcpus_taken(environment("FARGATE"), [alone]) == 1


def test_fargate_has_no_types() -> None:
    assert candidates(environment("FARGATE"), Demand(1, 64)) == ()
