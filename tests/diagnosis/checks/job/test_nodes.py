from __future__ import annotations

from batchdeck.diagnosis.checks.job.nodes import room_for_all_nodes
from batchdeck.diagnosis.need import Need
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import environment, job, status_of

NEED = Need(2, 4096)
TYPES = {
    name: (InstanceType("m6i.4xlarge", 16, 65536), InstanceType("m6i.2xlarge", 8, 32768))
    for name in ("spot", "b")
}
NODES = job(nodes=8)


def test_every_node_takes_a_whole_instance() -> None:
    verdict = room_for_all_nodes(NODES, NEED, (environment(max_vcpus=32),), TYPES)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"ce": "spot", "new_max": "64"}
    assert verdict.evidence[0].expected == ">= 64"
    assert status_of(room_for_all_nodes(NODES, NEED, (environment(),), TYPES)) == "PASS"
    two = (environment(max_vcpus=32), environment("b"))
    assert status_of(room_for_all_nodes(NODES, NEED, two, TYPES)) == "WARN"


def test_where_the_question_does_not_arise() -> None:
    small = (environment(max_vcpus=32),)
    assert status_of(room_for_all_nodes(job(), NEED, small, TYPES)) == "SKIP"
    assert status_of(room_for_all_nodes(NODES, Need(64, 1), small, TYPES)) == "SKIP"
    spot = (environment(kind="SPOT", max_vcpus=1),)
    assert status_of(room_for_all_nodes(NODES, NEED, spot, TYPES)) == "SKIP"
    silent = (environment(max_vcpus=None),)
    assert status_of(room_for_all_nodes(NODES, NEED, silent, TYPES)) == "UNKNOWN"
