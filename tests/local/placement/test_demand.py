from __future__ import annotations

from batchdeck.local.placement.demand import Demand


def test_a_job_is_for_instances_and_private_unless_it_says_otherwise() -> None:
    demand = Demand(vcpus=0.5, memory=64)
    assert demand.platforms == ("EC2",)
    assert not demand.public_ip
