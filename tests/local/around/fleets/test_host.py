from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from batchdeck.local.around.fleets.host import Host, largest_within, smallest
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType

SMALL, MEDIUM = InstanceType("a.small", 2, 4096), InstanceType("a.medium", 4, 8192)
LEAN = InstanceType("c.small", 2, 2048)
TYPES = (MEDIUM, SMALL, LEAN)


def test_the_smallest_of_several() -> None:
    assert smallest(TYPES) is LEAN
    assert smallest((MEDIUM, SMALL)) is SMALL
    assert smallest((replace(LEAN, gpus=1), MEDIUM)) is MEDIUM
    assert smallest(()) is None


def test_the_largest_within_what_is_missing() -> None:
    assert largest_within(TYPES, 5) is MEDIUM
    assert largest_within(TYPES, 3) is SMALL
    assert largest_within(TYPES, 1) is LEAN
    assert largest_within((), 1) is None


def test_a_host_holds_what_it_has_room_for() -> None:
    host = Host(SMALL, SimpleNamespace(state="running"))
    host.take("first", Demand(1.5, 1024))
    assert (host.free_vcpus, host.free_memory) == (0.5, SMALL.memory_for_jobs - 1024)
    assert host.holds(Demand(0.5, 1024))
    assert not host.holds(Demand(1, 1024))
    assert not host.holds(Demand(0.5, 4096))
    assert not host.holds(Demand(0.5, 64, gpus=1))
    assert not host.holds(Demand(0.5, 64, architecture="arm64"))
    assert host.holds(Demand(0.5, 64, architecture="x86_64"))
    assert host.is_running
    host.give_back("first")
    assert (host.free_vcpus, host.free_memory) == (2, SMALL.memory_for_jobs)
    host.instance.state = "terminated"
    assert not host.is_running


def test_one_that_never_joins_holds_nothing() -> None:
    assert not Host(SMALL, SimpleNamespace(state="running"), joins=False).holds(Demand(0.25, 1))


def test_a_node_has_a_host_of_its_type_alone() -> None:
    host = Host(SMALL, SimpleNamespace(state="running"))
    assert not host.holds(Demand(0.5, 64, instance_type="a.medium"))
    node = Demand(0.5, 64, instance_type="a.small", alone=True)
    assert host.holds(node)
    host.take("node", node)
    assert not host.holds(Demand(0.5, 64))
    host.give_back("node")
    host.take("other", Demand(0.5, 64))
    assert not host.holds(node)
    assert host.holds(Demand(0.5, 64))
