from __future__ import annotations

from batchdeck.diagnosis.checks.image.architecture import built_for_the_machine
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import (
    DEFINITION,
    IMAGE,
    container,
    environment,
    job,
    registered,
    status_of,
)

MINE = job("FAILED", containers=(container(image=IMAGE), container(image="busybox")))
X86 = InstanceType("m6i.large", 2, 8192)
ARM = InstanceType("m7g.large", 2, 8192, architectures=("arm64",))
HERE = (environment(),)
INTEL, GRAVITON = {"spot": (X86,)}, {"spot": (ARM,)}


def test_on_instances() -> None:
    amd = {IMAGE: ("amd64",)}
    assert status_of(built_for_the_machine(MINE, HERE, INTEL, amd)) == "PASS"
    both = {IMAGE: ("amd64", "arm64")}
    assert status_of(built_for_the_machine(MINE, HERE, GRAVITON, both)) == "PASS"
    verdict = built_for_the_machine(MINE, HERE, GRAVITON, amd)
    assert (status_of(verdict), set(dict(verdict.values).values())) == ("FAIL", {None})
    assert (verdict.evidence[0].value, verdict.evidence[0].expected) == ("amd64", "arm64")
    mixed = {"spot": (X86, ARM)}
    assert status_of(built_for_the_machine(MINE, HERE, mixed, amd)) == "PASS"


def test_one_environment_that_fits_of_two_is_a_warning() -> None:
    two = (*HERE, environment("arm"))
    types = {**INTEL, "arm": (ARM,)}
    assert status_of(built_for_the_machine(MINE, two, types, {IMAGE: ("amd64",)})) == "WARN"


def test_on_fargate() -> None:
    here = (environment(kind="FARGATE"),)
    arm = {IMAGE: ("arm64",)}
    verdict = built_for_the_machine(MINE, here, {}, arm, DEFINITION)
    assert status_of(verdict) == "FAIL"
    assert registered(verdict)["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    asked = job(containers=(container(image=IMAGE, architecture="ARM64"),))
    assert status_of(built_for_the_machine(asked, here, {}, arm)) == "PASS"


def test_what_is_not_told_is_not_judged() -> None:
    for untold in ({}, {IMAGE: ()}):
        assert status_of(built_for_the_machine(MINE, HERE, INTEL, untold)) == "SKIP"
    nothing: dict[str, tuple[InstanceType, ...]] = {"spot": ()}
    assert status_of(built_for_the_machine(MINE, HERE, nothing, {IMAGE: ("arm64",)})) == "PASS"
    odd = {"spot": (InstanceType("mac2.metal", 8, 16384, architectures=("arm64_mac",)),)}
    assert status_of(built_for_the_machine(MINE, HERE, odd, {IMAGE: ("arm64",)})) == "PASS"
