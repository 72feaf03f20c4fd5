from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.environment.offered import one_architecture, types_offered
from batchdeck.diagnosis.need import Need
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import SUBNET, container, environment, job, status_of

NEED = Need(2, 4096)
SMALL, X86 = InstanceType("t3.nano", 2, 512), InstanceType("c6i.4xlarge", 16, 32768)
ARM = InstanceType("c7g.4xlarge", 16, 32768, architectures=("arm64",))
HERE = (environment(subnets=("subnet-1", "subnet-2")),)
SUBNETS = (SUBNET, replace(SUBNET, id="subnet-2", zone="eu-west-1b"))
TYPES = {"spot": (SMALL, X86)}
A, B = frozenset({"t3.nano"}), frozenset({"t3.nano", "c6i.4xlarge"})


def test_a_type_that_no_zone_of_the_subnets_has() -> None:
    offered = {"eu-west-1a": A, "eu-west-1c": B}
    verdict = types_offered(NEED, HERE, TYPES, SUBNETS, offered)
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[0].value == "eu-west-1a, eu-west-1b: c6i.4xlarge"
    assert verdict.evidence[0].expected == "a subnet in eu-west-1c"


def test_one_zone_of_two_is_a_warning() -> None:
    some = {"eu-west-1a": A, "eu-west-1b": B}
    assert status_of(types_offered(NEED, HERE, TYPES, SUBNETS, some)) == "WARN"
    everywhere = {"eu-west-1a": B, "eu-west-1b": B}
    assert status_of(types_offered(NEED, HERE, TYPES, SUBNETS, everywhere)) == "PASS"


def test_where_there_is_nothing_to_compare() -> None:
    assert status_of(types_offered(NEED, HERE, TYPES, SUBNETS, {})) == "UNKNOWN"
    assert status_of(types_offered(NEED, HERE, TYPES, (), {"eu-west-1a": A})) == "SKIP"
    assert status_of(types_offered(Need(64, 1), HERE, TYPES, SUBNETS, {})) == "SKIP"


def test_types_of_two_architectures() -> None:
    here = (environment(instance_types=("c6i.4xlarge", "c7g", "t3")),)
    mixed = {"spot": (SMALL, X86, ARM)}
    verdict = one_architecture(job(), here, mixed)
    assert status_of(verdict) == "FAIL"
    assert verdict.summary == "spot mixes instance types of arm64 and x86_64"
    assert dict(verdict.values) == {"types": "c6i.4xlarge,t3", "ce": "spot"}
    for_arm = job(containers=(container(architecture="ARM64"),))
    assert dict(one_architecture(for_arm, here, mixed).values)["types"] == "c7g"
    assert dict(one_architecture(None, here, mixed).values)["types"] == "c6i.4xlarge,t3"
    assert status_of(one_architecture(job(), here, TYPES)) == "PASS"
    assert status_of(one_architecture(job(), here, {})) == "SKIP"


def test_a_type_of_two_architectures_goes_with_both() -> None:
    both = InstanceType("x.y", 2, 4096, architectures=("i386", "x86_64"))
    assert status_of(one_architecture(job(), HERE, {"spot": (both, X86)})) == "PASS"
    bare = InstanceType("x.z", 2, 4096, architectures=())
    assert status_of(one_architecture(job(), HERE, {"spot": (bare, X86)})) == "PASS"
