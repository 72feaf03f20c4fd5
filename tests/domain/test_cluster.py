from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.cluster import ContainerInstance


def test_what_tasks_can_be_placed_on() -> None:
    instance = ContainerInstance("arn", "cluster", "i-1")
    assert instance.usable
    assert not replace(instance, agent_connected=False).usable
    assert not replace(instance, status="DRAINING").usable
