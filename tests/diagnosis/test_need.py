from __future__ import annotations

from batchdeck.diagnosis.need import Need, need_of
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import container, job


def test_containers_of_a_task_share_an_instance() -> None:
    two = job(containers=(container(), container(gpus=1, memory=None)))
    assert need_of(two) == Need(4, 4096, 1)
    assert need_of(two).text == "4 vCPU, 4096 MiB, 1 GPU"


def test_nodes_have_one_each() -> None:
    nodes = job(nodes=8, containers=(container(), container(vcpus=4.0)))
    assert need_of(nodes) == Need(4, 4096)
    assert need_of(job(containers=())) == Need(0, 0)


def test_what_a_type_must_have() -> None:
    need = Need(2, 8192, 1)
    assert need.may_fit(InstanceType("g5.xlarge", 4, 16384, 1))
    assert not need.may_fit(InstanceType("m5.xlarge", 4, 16384))
    assert not need.may_fit(InstanceType("g5.small", 1, 16384, 1))
    assert not need.may_fit(InstanceType("g5.small", 2, 4096, 1))
