"""The volume that an instance boots from, on which Docker keeps images and containers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from batchdeck.diagnosis.check import Remedy, Severity
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.checks.per_template import changed
from batchdeck.diagnosis.facts.launches import Environments, Templates, images_of, templates_of
from batchdeck.diagnosis.failure_texts import said_of
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, unknown, warned
from batchdeck.domain.image import ImageDetail
from batchdeck.domain.job import JobDetail
from batchdeck.domain.launch import LaunchTemplate, MachineImage
from batchdeck.domain.resources import ComputeEnvironment

LARGER = Remedy(
    changed("'BlockDeviceMappings=[{DeviceName={device},Ebs={VolumeSize={size},VolumeType=gp3}}]'")
)
USUAL = 30
"""GiB in the ECS-optimized AMIs of Amazon Linux 2 and 2023. Source: ECS developer guide."""
USUAL_NAME = "/dev/xvda"
ROOMY = 100
"""GiB that a larger one has at least."""
SYSTEM = 10
"""GiB that the system takes: an estimate."""
UNPACKED = 3
"""Times of its size in ECR that an image takes: an estimate."""
_ROOT_NAMES = ("/dev/xvda", "/dev/sda1")
_SIZE = "BlockDeviceMappings[].Ebs.VolumeSize"
_FULL = re.compile(r"no space left on device|DockerTimeoutError", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Root:
    """The root volume of some instances of an environment."""

    resource: str
    size: int
    """GiB."""
    device: str = ""
    """Its name; empty when nobody knows it."""
    template: LaunchTemplate | None = None
    unused: str = ""
    """The name of a device in the template that was meant to be it, and is another."""


@instance_check(
    "inst-root-volume",
    severity=Severity.LIKELY,
    statuses=("STARTING", "FAILED", "RUNNABLE"),
    explains=("job-start-failure-class", "job-starting-too-long"),
    prior=0.04,
    remedy=LARGER,
    docs=(pages.PULL, pages.LAUNCH_TEMPLATES),
)
def root_volume_large_enough(
    job: JobDetail,
    instance_environments: Environments,
    launch_templates: Templates,
    machine_images: Mapping[str, MachineImage],
) -> Verdict:
    """The root volume of the instances has room for the images.

    Docker unpacks images there, keeps them for other jobs, and starts containers slowly, or not
    at all, when it is full or slow. A launch template gives it another size under the name that
    the AMI has for it; under another name it adds an empty volume.
    """
    said = next((text for text in said_of(job) if _FULL.search(text)), "")

    def judge(environment: ComputeEnvironment) -> Verdict:
        roots = _roots(environment, launch_templates, machine_images)
        smallest = min(roots, key=lambda one: one.size)
        if said:
            return _too_small(environment, smallest, said)
        for root in roots:
            if root.unused:
                return _beside(environment, root)
        return passed(f"instances of {environment.name} boot from {smallest.size} GiB")

    return any_environment(instance_environments, judge)


@instance_check(
    "inst-root-volume-holds-images",
    severity=Severity.LIKELY,
    statuses=("STARTING", "FAILED"),
    remedy=LARGER,
    docs=(pages.PULL, pages.LAUNCH_TEMPLATES),
)
def root_volume_holds_images(
    instance_environments: Environments,
    launch_templates: Templates,
    machine_images: Mapping[str, MachineImage],
    images: Mapping[str, ImageDetail],
) -> Verdict:
    """The root volume of the instances is likely to hold the images of the job.

    An estimate: an image takes about three times of what ECR states, packed and unpacked, and
    the system 10 GiB.
    """
    sizes = [one.size for one in images.values() if one.size is not None]
    needed = SYSTEM + UNPACKED * sum(sizes) / 2**30
    if not sizes:
        return unknown("ECR does not tell how large the images are")

    def judge(environment: ComputeEnvironment) -> Verdict:
        roots = _roots(environment, launch_templates, machine_images)
        smallest = min(roots, key=lambda one: one.size)
        if smallest.size >= needed:
            return passed(f"{smallest.size} GiB are enough for the images")
        expected = f">= {math.ceil(needed)} GiB, estimated"
        evidence = Evidence(smallest.resource, _SIZE, f"{smallest.size} GiB", expected)
        summary = f"the images hardly fit on the root volume of {environment.name}"
        return warned(summary, evidence, **_values(environment, smallest))

    return any_environment(instance_environments, judge)


def _too_small(environment: ComputeEnvironment, root: Root, said: str) -> Verdict:
    evidence = Evidence(root.resource, _SIZE, f"{root.size} GiB", f"more: {said}")
    summary = f"the root volume of {environment.name} ({root.size} GiB) is full or slow: {said}"
    return failed(summary, evidence, settled=True, known=_values(environment, root))


def _values(environment: ComputeEnvironment, root: Root) -> dict[str, str]:
    """What stands for the placeholders of the remedy."""
    known = {"ce": environment.name, "size": str(max(ROOMY, 2 * root.size))}
    if root.template is not None:
        known |= {"template": root.template.id, "version": str(root.template.version)}
    return known | ({"device": root.device} if root.device else {})


def _beside(environment: ComputeEnvironment, root: Root) -> Verdict:
    field = "BlockDeviceMappings[].DeviceName"
    evidence = Evidence(root.resource, field, root.unused, "the RootDeviceName of the AMI")
    summary = (
        f"{root.unused} in a launch template of {environment.name} is not the root volume, "
        f"which keeps {root.size} GiB"
    )
    return warned(summary, evidence)


def _roots(
    environment: ComputeEnvironment, templates: Templates, images: Mapping[str, MachineImage]
) -> list[Root]:
    """The root volumes of the instances, one for each launch template; one without any."""
    used = [template for _, template in templates_of(environment, templates)]
    named = [images.get(one.name) for one in images_of(environment, templates)]
    image = next((one for one in named if one is not None), None)
    if image is None:
        is_usual = not named and not any(one.image for one in used)
        name, size, resource = USUAL_NAME if is_usual else "", USUAL, environment.name
    else:
        size = (image.root.size if image.root is not None else None) or USUAL
        name, resource = image.root_device, image.id
    return [_root(one, name, size) for one in used] or [Root(resource, size, name)]


def _root(template: LaunchTemplate, name: str, size: int) -> Root:
    """The root volume with a template, for an AMI that calls it `name`; empty: nobody knows."""
    for device in template.devices:
        if device.name == name or (not name and device.name in _ROOT_NAMES):
            return Root(template.id, device.size or size, device.name, template)
    others = [one.name for one in template.devices if one.name in _ROOT_NAMES]
    return Root(template.id, size, name, template, others[0] if others else "")
