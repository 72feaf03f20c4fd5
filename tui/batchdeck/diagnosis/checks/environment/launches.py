"""Machine images, key pairs and placement groups that instances are launched with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from batchdeck.diagnosis.check import INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.launches import (
    Environments,
    Named,
    Templates,
    images_of,
    key_pairs_of,
    placement_groups_of,
)
from batchdeck.diagnosis.per_environment import any_environment, any_of
from batchdeck.diagnosis.verdict import (
    Evidence,
    Verdict,
    failed,
    passed,
    skipped,
    unknown,
    warned,
)
from batchdeck.domain.launch import MachineImage, PlacementGroup
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

_UPDATE = "aws batch update-compute-environment --compute-environment {ce} --compute-resources "
_LAUNCHES = ("ce-status-valid", "cap-asg-activity", "ce-desired-not-scaling")


@check(
    "ce-ami-available",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=_LAUNCHES,
    prior=0.02,
    remedy=commands(_UPDATE + "imageId={image_that_exists}"),
    docs=(pages.IMAGES,),
)
def image_available(
    instance_environments: Environments,
    launch_templates: Templates,
    machine_images: Mapping[str, MachineImage],
    now: int,
) -> Verdict:
    """The AMI of the environment's own exists and is available.

    An image that was deregistered, made private or switched off launches nothing. So does one
    that is not among the images that the account allows: it is as if it was not there.
    """
    today = datetime.fromtimestamp(now / 1000, UTC).isoformat()

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        named = images_of(environment, launch_templates)
        if not named:
            return skipped(f"{environment.name} uses the AMI that Batch chooses")
        return any_of(named, lambda one: _judge_image(environment, one, machine_images, today))

    return any_environment(instance_environments, of_environment)


@check(
    "ce-key-pair-exists",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=_LAUNCHES,
    prior=0.01,
    remedy=commands(_UPDATE + "ec2KeyPair={key}"),
    docs=(pages.ENVIRONMENTS,),
)
def key_pair_exists(
    instance_environments: Environments, launch_templates: Templates, key_pairs: frozenset[str]
) -> Verdict:
    """The EC2 key pair exists.

    EC2 launches nothing with one that does not, though no job needs it. An empty name makes the
    environment do without.
    """

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        named = key_pairs_of(environment, launch_templates)
        if not named:
            return skipped(f"{environment.name} names no key pair")
        return any_of(named, lambda one: _judge_key(environment, one, key_pairs))

    return any_environment(instance_environments, of_environment)


@check(
    "ce-placement-group-ok",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=_LAUNCHES,
    remedy=commands("aws ec2 create-placement-group --group-name {group} --strategy cluster"),
    docs=(pages.NODES_NEAR,),
)
def placement_group_fits(
    instance_environments: Environments,
    launch_templates: Templates,
    placement_groups: tuple[PlacementGroup, ...],
    subnets: tuple[Subnet, ...],
) -> Verdict:
    """The placement group exists, and its kind suits the subnets.

    A cluster lies in one Availability Zone: launches in subnets of the others fail.
    """
    groups = {one.name: one for one in placement_groups}

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        named = placement_groups_of(environment, launch_templates)
        if not named:
            return skipped(f"{environment.name} names no placement group")
        zones = {one.zone for one in subnets if one.id in environment.subnets and one.zone}
        return any_of(named, lambda one: _judge_group(environment, one, groups, zones))

    return any_environment(instance_environments, of_environment)


@check(
    "ce-default-ami-current",
    layer=Layer.ENVIRONMENT,
    severity=Severity.ADVISORY,
    applies_to=INSTANCES,
    remedy=commands(_UPDATE + "updateToLatestImageVersion=true"),
    docs=(pages.UPDATES,),
)
def image_current(instance_environments: Environments) -> Verdict:
    """The AMI that Batch chose is the newest one.

    Instances of an older one still work; their ECS agent and Docker are older, too. Taking the
    newest replaces the instances.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if "UPDATE_AVAILABLE" not in environment.image_statuses:
            return passed(f"nothing newer is known for {environment.name}")
        field = "ec2Configuration[].batchImageStatus"
        evidence = Evidence(environment.name, field, "UPDATE_AVAILABLE", "LATEST")
        summary = f"there is a newer AMI than the one of {environment.name}"
        return warned(summary, evidence, ce=environment.name)

    return any_environment(instance_environments, judge)


def _judge_image(
    environment: ComputeEnvironment, named: Named, found: Mapping[str, MachineImage], today: str
) -> Verdict:
    image = found.get(named.name)
    where = f"the AMI {named.name} of {environment.name}"
    if image is None:
        evidence = Evidence(named.resource, named.field, named.name, "one that exists")
        summary = f"{where} does not exist, or this account may not use it"
        return failed(summary, evidence, ce=environment.name)
    if not image.state:
        return unknown(f"EC2 does not tell the state of {image.id}")
    if image.state != "available":
        evidence = Evidence(image.id, "State", image.state, "available")
        return failed(f"{where} is {image.state}", evidence, ce=environment.name)
    if not image.allowed:
        evidence = Evidence(image.id, "ImageAllowed", "false", "true")
        summary = f"{where} will not be allowed when the account enforces its allowed images"
        return warned(summary, evidence)
    if image.deprecated_at and image.deprecated_at[:19] < today[:19]:
        evidence = Evidence(image.id, "DeprecationTime", image.deprecated_at, "in the future")
        return warned(f"{where} is deprecated", evidence)
    return passed(f"{image.id} is available")


def _judge_key(environment: ComputeEnvironment, named: Named, found: frozenset[str]) -> Verdict:
    if named.name in found:
        return passed(f"the key pair {named.name} exists")
    evidence = Evidence(named.resource, named.field, named.name, "one that exists")
    summary = f"the key pair {named.name} of {environment.name} does not exist"
    own = {"key": ""} if environment.key_pair else {}
    return failed(summary, evidence, ce=environment.name, known=own)


def _judge_group(
    environment: ComputeEnvironment,
    named: Named,
    found: Mapping[str, PlacementGroup],
    zones: set[str],
) -> Verdict:
    group = found.get(named.name)
    where = f"the placement group {named.name} of {environment.name}"
    if group is None:
        evidence = Evidence(named.resource, named.field, named.name, "one that exists")
        return failed(f"{where} does not exist", evidence, group=named.name)
    if group.state.startswith("delet"):
        evidence = Evidence(group.name, "State", group.state, "available")
        return failed(f"{where} is {group.state}", evidence, group=group.name)
    if group.strategy == "cluster" and len(zones) > 1:
        evidence = Evidence(group.name, "Strategy", "cluster", "subnets of one zone")
        summary = f"{where} lies in one zone, its subnets in {', '.join(sorted(zones))}"
        return warned(summary, evidence)
    return passed(f"{group.name} is {group.state}")
