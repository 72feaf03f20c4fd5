"""What the instances of the environments are launched from."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.domain.launch import (
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
    PlacementGroup,
)
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Templates = Mapping[tuple[str, str], LaunchTemplate | None]


@dataclass(frozen=True, slots=True)
class Named:
    """Something an environment names, and the field that names it."""

    name: str
    resource: str
    """The environment, or the launch template."""
    field: str


@fact
async def launch_templates(ec2: Ec2Gateway, instance_environments: Environments) -> Templates:
    """The launch templates of the environments, by template and version; None: there is none."""
    keys = sorted({one.key for each in instance_environments for one in each.launch_templates})
    found = await asyncio.gather(*(ec2.launch_template(*key) for key in keys))
    return dict(zip(keys, found, strict=True))


@fact
async def machine_images(
    ec2: Ec2Gateway, instance_environments: Environments, launch_templates: Templates
) -> Mapping[str, MachineImage]:
    """The images of the users' own that the account can see, by id."""
    named = (images_of(one, launch_templates) for one in instance_environments)
    ids = sorted({image.name for each in named for image in each})
    return {one.id: one for one in await ec2.machine_images(ids)}


@fact
async def key_pairs(
    ec2: Ec2Gateway, instance_environments: Environments, launch_templates: Templates
) -> frozenset[str]:
    """Those key pairs of the environments that exist."""
    named = (key_pairs_of(one, launch_templates) for one in instance_environments)
    names = sorted({key.name for each in named for key in each})
    if not names:
        raise NotApplicableError("no environment names a key pair")
    return await ec2.key_pairs(names)


@fact
async def placement_groups(
    ec2: Ec2Gateway, instance_environments: Environments, launch_templates: Templates
) -> tuple[PlacementGroup, ...]:
    """Those placement groups of the environments that exist."""
    named = (placement_groups_of(one, launch_templates) for one in instance_environments)
    names = sorted({group.name for each in named for group in each})
    if not names:
        raise NotApplicableError("no environment names a placement group")
    return await ec2.placement_groups(names)


def templates_of(
    environment: ComputeEnvironment, templates: Templates
) -> tuple[tuple[LaunchTemplateReference, LaunchTemplate], ...]:
    """The launch templates of an environment that exist, and how it names them."""
    found = ((one, templates.get(one.key)) for one in environment.launch_templates)
    return tuple((reference, one) for reference, one in found if one is not None)


def gives_addresses(environment: ComputeEnvironment, templates: Templates) -> bool | None:
    """Whether instances get public addresses by a launch template; None: the subnet decides.

    Where the templates of an environment differ, one that gives addresses is enough.
    """
    used = [one for _, one in templates_of(environment, templates)]
    said = {one.interfaces[0].public_ip if one.interfaces else None for one in used}
    return True if True in said else False if said == {False} else None


def images_of(environment: ComputeEnvironment, templates: Templates) -> tuple[Named, ...]:
    """The images of the user's own that an environment launches from.

    Overriding templates come first, then `imageId`, then `ec2Configuration`, then the usual
    template. Source: AWS Batch user guide, "AMI selection order".
    """
    own, here = environment, environment.name
    found = [
        Named(template.image, template.id, "LaunchTemplateData.ImageId")
        for reference, template in templates_of(own, templates)
        if reference.types or not (own.image or own.image_overrides)
    ]
    if own.image:
        found.append(Named(own.image, here, "imageId"))
    else:
        field = "ec2Configuration[].imageIdOverride"
        found += [Named(one, here, field) for one in own.image_overrides]
    return tuple(one for one in found if one.name.startswith("ami-"))


def key_pairs_of(environment: ComputeEnvironment, templates: Templates) -> tuple[Named, ...]:
    """The key pairs that an environment launches with: its own before its templates'."""
    if environment.key_pair:
        return (Named(environment.key_pair, environment.name, "ec2KeyPair"),)
    found = [
        Named(one.key_pair, one.id, "LaunchTemplateData.KeyName")
        for _, one in templates_of(environment, templates)
    ]
    return tuple(one for one in found if one.name)


def placement_groups_of(environment: ComputeEnvironment, templates: Templates) -> tuple[Named, ...]:
    """The placement groups that an environment launches into: its own before its templates'."""
    if environment.placement_group:
        return (Named(environment.placement_group, environment.name, "placementGroup"),)
    found = [
        Named(one.placement_group, one.id, "LaunchTemplateData.Placement.GroupName")
        for _, one in templates_of(environment, templates)
    ]
    return tuple(one for one in found if one.name)
