from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.launches import (
    gives_addresses,
    images_of,
    key_pairs_of,
    placement_groups_of,
)
from batchdeck.domain.launch import (
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
    PlacementGroup,
    TemplateInterface,
)
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import environment

USUAL, FOR_GPUS = LaunchTemplateReference("lt-1"), LaunchTemplateReference("lt-2", "3", ("g5",))
FULL = LaunchTemplate("lt-1", "nodes", image="ami-1", key_pair="ops", placement_group="near")
GPUS = LaunchTemplate("lt-2", "gpus", image="ami-2")
TEMPLATES = {USUAL.key: FULL, FOR_GPUS.key: GPUS}
TEMPLATED = environment(launch_templates=(USUAL, FOR_GPUS))


async def test_each_version_of_a_template_is_asked_for_once() -> None:
    ec2 = Gateway(launch_template=lambda *key: {("lt-1", "$Default"): FULL}.get(key))
    here = (TEMPLATED, environment("b", launch_templates=(USUAL,)), environment("c"))
    found = await ask("launch_templates", ec2=ec2, instance_environments=here)
    assert found == {("lt-1", "$Default"): FULL, ("lt-2", "3"): None}
    assert len(ec2.calls) == 2


async def test_what_environments_and_their_templates_name_is_asked_for_at_once() -> None:
    ec2 = Gateway(
        machine_images=(MachineImage("ami-1"),),
        key_pairs=frozenset({"ops"}),
        placement_groups=(PlacementGroup("near", "available", "cluster"),),
    )
    own = environment("b", image="ami-3", key_pair="mine", placement_group="mine")
    known = {"ec2": ec2, "instance_environments": (TEMPLATED, own), "launch_templates": TEMPLATES}
    assert await ask("machine_images", **known) == {"ami-1": MachineImage("ami-1")}
    assert await ask("key_pairs", **known) == {"ops"}
    assert len(await ask("placement_groups", **known)) == 1
    assert ec2.calls == [
        ("machine_images", ["ami-1", "ami-2", "ami-3"]),
        ("key_pairs", ["mine", "ops"]),
        ("placement_groups", ["mine", "near"]),
    ]


async def test_where_nothing_is_named_nothing_is_asked() -> None:
    known = {"ec2": Gateway(), "instance_environments": (environment(),), "launch_templates": {}}
    for name in ("key_pairs", "placement_groups"):
        with pytest.raises(NotApplicableError):
            await ask(name, **known)


def test_an_environments_own_comes_before_its_templates() -> None:
    own = environment(
        image="ami-3",
        image_overrides=("ami-4",),
        key_pair="mine",
        placement_group="mine",
        launch_templates=(USUAL, FOR_GPUS),
    )
    assert [one.name for one in images_of(own, TEMPLATES)] == ["ami-2", "ami-3"]
    assert [one.name for one in key_pairs_of(own, TEMPLATES)] == ["mine"]
    assert [one.name for one in placement_groups_of(own, TEMPLATES)] == ["mine"]
    overridden = environment(image_overrides=("ami-4",), launch_templates=(USUAL,))
    assert [one.name for one in images_of(overridden, TEMPLATES)] == ["ami-4"]
    assert [one.name for one in images_of(TEMPLATED, TEMPLATES)] == ["ami-1", "ami-2"]
    assert [one.name for one in key_pairs_of(TEMPLATED, TEMPLATES)] == ["ops"]


def test_who_gives_public_addresses() -> None:
    giving = TemplateInterface(public_ip=True)
    withholding, silent = TemplateInterface(public_ip=False), TemplateInterface()
    for first, second, given in (
        ((giving,), (withholding,), True),
        ((withholding, giving), (withholding,), False),
        ((withholding,), (), None),
        ((silent,), (silent,), None),
    ):
        templates = {
            USUAL.key: LaunchTemplate("lt-1", "nodes", interfaces=first),
            FOR_GPUS.key: LaunchTemplate("lt-2", "gpus", interfaces=second),
        }
        assert gives_addresses(TEMPLATED, templates) is given
    assert gives_addresses(environment(), {}) is None


def test_an_image_that_a_parameter_names_is_not_looked_for() -> None:
    templates = {USUAL.key: LaunchTemplate("lt-1", "nodes", image="resolve:ssm:/golden")}
    assert images_of(environment(launch_templates=(USUAL,)), templates) == ()
