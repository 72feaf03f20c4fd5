"""EC2's launch templates as far as placement asks about them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from batchdeck.local.placement.instance_types import expand


@dataclass(frozen=True, slots=True)
class LaunchTemplate:
    """One version of a template that exists."""

    user_data: str | None
    """Decoded; None when the template has none."""
    security_groups: tuple[str, ...]
    """Ids, those of its first network interface included."""
    public_address: bool | None = None
    """Whether its first network interface gets one; None when it does not say."""
    volume_keys: tuple[str, ...] = ()
    """KMS keys that its volumes are encrypted with, as it names them."""


class LaunchTemplates:
    """Launch templates of one account in one Region."""

    def __init__(self, ec2: Any) -> None:
        self._ec2 = ec2

    def find(self, reference: dict[str, str]) -> LaunchTemplate | None:
        """What `computeResources.launchTemplate` means; None when it is not there."""
        names = self._ec2.launch_template_name_to_ids
        template_id = reference.get("launchTemplateId") or names.get(
            reference.get("launchTemplateName", "")
        )
        template = self._ec2.launch_templates.get(template_id)
        if template is None:
            return None
        wanted = str(reference.get("version") or "$Default")
        numbers = {
            "$default": template.default_version_number,
            "$latest": template.latest_version_number,
        }
        number = str(numbers.get(wanted.lower(), wanted))
        for version in list(template.versions):
            if str(version.number) == number:
                data = version.data
                return LaunchTemplate(
                    _decoded(data), _groups(data), _public_address(data), _volume_keys(data)
                )
        return None


def references(launch_template: dict[str, Any]) -> list[dict[str, Any]]:
    """A `computeResources.launchTemplate` and those that it has for some types."""
    return [launch_template, *(launch_template.get("overrides") or ())]


def template_for(launch_template: dict[str, Any], instance_type: str) -> dict[str, Any]:
    """Which of them instances of a type are launched with.

    Source: Batch API, `LaunchTemplateSpecificationOverride`.
    """
    for override in launch_template.get("overrides") or ():
        types = expand(override.get("targetInstanceTypes") or ())
        if instance_type in {one.name for one in types}:
            chosen: dict[str, Any] = override
            return chosen
    return launch_template


def _decoded(document: dict[str, Any]) -> str | None:
    encoded = document.get("UserData")
    if encoded is None:
        return None
    try:
        return base64.b64decode(str(encoded)).decode("utf-8", "replace")
    except binascii.Error:
        return str(encoded)


def _groups(document: dict[str, Any]) -> tuple[str, ...]:
    found = [*_listed(document.get("SecurityGroupIds"))]
    for interface in _listed(document.get("NetworkInterfaces"))[:1]:
        found += _listed(interface.get("Groups") or interface.get("SecurityGroupId"))
    return tuple(map(str, found))


def _public_address(document: dict[str, Any]) -> bool | None:
    for interface in _listed(document.get("NetworkInterfaces"))[:1]:
        said = interface.get("AssociatePublicIpAddress")
        return None if said is None else str(said).lower() == "true"
    return None


def _volume_keys(document: dict[str, Any]) -> tuple[str, ...]:
    volumes = [device.get("Ebs") or {} for device in _listed(document.get("BlockDeviceMappings"))]
    return tuple(str(one["KmsKeyId"]) for one in volumes if one.get("KmsKeyId"))


def _listed(value: Any) -> list[Any]:
    """A list however the wire's numbered members were read."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value or ())
