from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batchdeck.diagnosis.checks.environment.launches import (
    image_available,
    image_current,
    key_pair_exists,
    placement_group_fits,
)
from batchdeck.diagnosis.verdict import Verdict
from batchdeck.domain.launch import (
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
    PlacementGroup,
)
from tests.diagnosis.things import NOW, SUBNET, environment, status_of

USUAL = LaunchTemplateReference("lt-1")
TEMPLATED = environment(launch_templates=(USUAL,))
TEMPLATES = {USUAL.key: LaunchTemplate("lt-1", "nodes", image="ami-1", key_pair="ops")}
OWN = (environment(image="ami-1"),)


def of_image(**more: Any) -> Verdict:
    """What is said of an image in that state."""
    return image_available(OWN, {}, {"ami-1": MachineImage("ami-1", **more)}, NOW)


def test_an_image_that_is_gone() -> None:
    verdict = image_available(OWN, {}, {}, NOW)
    assert (status_of(verdict), verdict.evidence[0].field) == ("FAIL", "imageId")
    assert dict(verdict.values) == {"ce": "spot"}
    verdict = image_available((TEMPLATED,), TEMPLATES, {}, NOW)
    assert verdict.evidence[0].resource == "lt-1"


def test_an_image_that_may_not_be_used() -> None:
    assert status_of(of_image(state="disabled")) == "FAIL"
    assert status_of(of_image(allowed=False)) == "WARN"
    assert status_of(of_image(state="")) == "UNKNOWN"
    assert status_of(of_image(deprecated_at="2020-01-31T00:00:00.000Z")) == "WARN"


def test_an_image_that_works() -> None:
    assert status_of(of_image()) == "PASS"
    assert status_of(of_image(deprecated_at="2999-01-31T00:00:00.000Z")) == "PASS"
    assert status_of(image_available((environment(),), {}, {}, NOW)) == "SKIP"
    two = (*OWN, environment("b", image="ami-2"))
    assert status_of(image_available(two, {}, {"ami-1": MachineImage("ami-1")}, NOW)) == "WARN"


def test_a_key_pair_that_is_gone() -> None:
    keyed = (environment(key_pair="mine"),)
    verdict = key_pair_exists(keyed, {}, frozenset())
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"ce": "spot", "key": ""})
    assert status_of(key_pair_exists(keyed, {}, frozenset({"mine"}))) == "PASS"
    assert status_of(key_pair_exists((environment(),), {}, frozenset())) == "SKIP"
    verdict = key_pair_exists((TEMPLATED,), TEMPLATES, frozenset())
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"ce": "spot"})


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        ((), "FAIL"),
        ((PlacementGroup("near", "deleting", "cluster"),), "FAIL"),
        ((PlacementGroup("near", "available", "cluster"),), "PASS"),
    ],
)
def test_the_placement_group(groups: tuple[PlacementGroup, ...], status: str) -> None:
    near = (environment(placement_group="near"),)
    assert status_of(placement_group_fits(near, {}, groups, (SUBNET,))) == status


def test_a_cluster_lies_in_one_zone() -> None:
    near = (environment(placement_group="near", subnets=("subnet-1", "subnet-2")),)
    subnets = (SUBNET, replace(SUBNET, id="subnet-2", zone="eu-west-1b"))
    cluster = (PlacementGroup("near", "available", "cluster"),)
    spread = (PlacementGroup("near", "available", "spread"),)
    assert status_of(placement_group_fits(near, {}, cluster, subnets)) == "WARN"
    assert status_of(placement_group_fits(near, {}, spread, subnets)) == "PASS"
    assert status_of(placement_group_fits((environment(),), {}, (), subnets)) == "SKIP"


def test_the_newest_image() -> None:
    old = (environment(image_statuses=("LATEST", "UPDATE_AVAILABLE")),)
    assert status_of(image_current(old)) == "WARN"
    assert status_of(image_current((environment(),))) == "PASS"
