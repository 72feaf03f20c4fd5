from __future__ import annotations

from batchdeck.domain.architecture import architectures_of
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import environment

M5 = InstanceType("m5.large", 2, 8192, architectures=("i386", "x86_64"))
M6G = InstanceType("m6g.large", 2, 8192, architectures=("arm64",))


def test_instances_run_what_their_types_run() -> None:
    assert architectures_of(environment(), "ARM64", [M5]) == {"amd64"}
    assert architectures_of(environment(), "", [M5, M6G]) == {"amd64", "arm64"}
    assert architectures_of(environment(), "", []) == set()


def test_fargate_runs_what_the_container_asks_for() -> None:
    fargate = environment("f", "FARGATE")
    assert architectures_of(fargate, "", [M6G]) == {"amd64"}
    assert architectures_of(fargate, "ARM64", []) == {"arm64"}
    assert architectures_of(fargate, "RISCV64", []) == set()
