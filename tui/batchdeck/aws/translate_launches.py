"""What instances are launched from: from botocore's dicts to the domain."""

from __future__ import annotations

import base64
from typing import Any

from batchdeck.aws.shapes import Document, child, children, document, text, texts, whole
from batchdeck.domain.clean import clean
from batchdeck.domain.launch import (
    DEFAULT,
    BlockDevice,
    InstanceHealth,
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
    PlacementGroup,
    TemplateInterface,
)

_CHECKS = ("SystemStatus", "InstanceStatus", "AttachedEbsStatus")


def references(resources: Document) -> tuple[LaunchTemplateReference, ...]:
    """The launch templates of `computeResources`: the one for most types, then overrides."""
    specification = child(resources, "launchTemplate")
    found = (_reference(one) for one in (specification, *children(specification, "overrides")))
    return tuple(one for one in found if one.template)


def _reference(source: Document) -> LaunchTemplateReference:
    return LaunchTemplateReference(
        template=text(source, "launchTemplateId") or text(source, "launchTemplateName"),
        version=text(source, "version") or DEFAULT,
        types=texts(source, "targetInstanceTypes"),
    )


def launch_template(source: Document) -> LaunchTemplate:
    """A version of `DescribeLaunchTemplateVersions`."""
    content = child(source, "LaunchTemplateData")
    profile, metadata = child(content, "IamInstanceProfile"), child(content, "MetadataOptions")
    return LaunchTemplate(
        id=text(source, "LaunchTemplateId"),
        name=text(source, "LaunchTemplateName"),
        version=whole(source, "VersionNumber") or 0,
        image=text(content, "ImageId"),
        key_pair=text(content, "KeyName"),
        instance_type=text(content, "InstanceType"),
        instance_profile=text(profile, "Arn") or text(profile, "Name"),
        market=text(child(content, "InstanceMarketOptions"), "MarketType"),
        protected=content.get("DisableApiTermination") is True,
        placement_group=text(child(content, "Placement"), "GroupName"),
        security_groups=texts(content, "SecurityGroupIds"),
        interfaces=tuple(_interface(one) for one in children(content, "NetworkInterfaces")),
        devices=_devices(content),
        metadata_endpoint=text(metadata, "HttpEndpoint"),
        metadata_tokens=text(metadata, "HttpTokens"),
        metadata_hops=whole(metadata, "HttpPutResponseHopLimit"),
        user_data=_decoded(content.get("UserData")),
        document=document(content),
    )


def _interface(source: Document) -> TemplateInterface:
    public = source.get("AssociatePublicIpAddress")
    return TemplateInterface(
        subnet=text(source, "SubnetId"),
        groups=texts(source, "Groups"),
        public_ip=public if isinstance(public, bool) else None,
    )


def _devices(source: Document) -> tuple[BlockDevice, ...]:
    return tuple(_device(one) for one in children(source, "BlockDeviceMappings"))


def _device(source: Document) -> BlockDevice:
    volume = child(source, "Ebs")
    return BlockDevice(
        name=text(source, "DeviceName"),
        size=whole(volume, "VolumeSize"),
        type=text(volume, "VolumeType"),
        encrypted=volume.get("Encrypted") is True,
        kms_key=text(volume, "KmsKeyId"),
    )


def _decoded(encoded: Any) -> str | None:
    """User data as text with its lines; None when it is none, such as an archive."""
    try:
        decoded = base64.b64decode("".join(str(encoded or "").split()), validate=True).decode()
    except ValueError:
        return None
    return "\n".join(clean(line) for line in decoded.splitlines())


def lines(source: Document, name: str) -> tuple[str, ...]:
    """A string of several lines, each cleaned."""
    return tuple(clean(line) for line in str(source.get(name) or "").splitlines())


def machine_image(source: Document) -> MachineImage:
    """An image of `DescribeImages`."""
    return MachineImage(
        id=text(source, "ImageId"),
        state=text(source, "State"),
        name=text(source, "Name"),
        owner=text(source, "ImageOwnerAlias") or text(source, "OwnerId"),
        deprecated_at=text(source, "DeprecationTime"),
        allowed=source.get("ImageAllowed") is not False,
        architecture=text(source, "Architecture"),
        root_device=text(source, "RootDeviceName"),
        devices=_devices(source),
    )


def placement_group(source: Document) -> PlacementGroup:
    """A group of `DescribePlacementGroups`."""
    return PlacementGroup(
        text(source, "GroupName"), text(source, "State"), text(source, "Strategy")
    )


def instance_health(source: Document) -> InstanceHealth:
    """An instance of `DescribeInstanceStatus`."""
    impaired = (one for one in _CHECKS if text(child(source, one), "Status") == "impaired")
    return InstanceHealth(text(source, "InstanceId"), tuple(impaired))
