"""What instances are launched from: launch templates, machine images, placement groups."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT = "$Default"
"""The version of a launch template that is used when none is named."""


@dataclass(frozen=True, slots=True)
class LaunchTemplateReference:
    """What an environment says of a launch template (`LaunchTemplateSpecification`)."""

    template: str
    """Id or name."""
    version: str = DEFAULT
    """A number, $Latest or $Default: Batch looked up the words when it made the environment."""
    types: tuple[str, ...] = ()
    """`targetInstanceTypes` of an override; empty in the one for all other types."""

    @property
    def key(self) -> tuple[str, str]:
        """Template and version: what EC2 is asked for."""
        return self.template, self.version


@dataclass(frozen=True, slots=True)
class BlockDevice:
    """A volume of an image or a launch template (`BlockDeviceMappings`)."""

    name: str
    size: int | None = None
    """GiB."""
    type: str = ""
    """gp3, gp2, io2 ..."""
    encrypted: bool = False
    kms_key: str = ""


@dataclass(frozen=True, slots=True)
class TemplateInterface:
    """A network interface of a launch template."""

    subnet: str = ""
    groups: tuple[str, ...] = ()
    public_ip: bool | None = None
    """`AssociatePublicIpAddress`; None when the subnet decides."""


@dataclass(frozen=True, slots=True)
class LaunchTemplate:
    """One version of a launch template (`DescribeLaunchTemplateVersions`)."""

    id: str
    name: str
    version: int = 0
    image: str = ""
    """An AMI's id, or `resolve:ssm:` and a parameter."""
    key_pair: str = ""
    instance_type: str = ""
    instance_profile: str = ""
    market: str = ""
    """`InstanceMarketOptions.MarketType`."""
    protected: bool = False
    """`DisableApiTermination`."""
    placement_group: str = ""
    security_groups: tuple[str, ...] = ()
    interfaces: tuple[TemplateInterface, ...] = ()
    devices: tuple[BlockDevice, ...] = ()
    metadata_endpoint: str = ""
    """`MetadataOptions.HttpEndpoint`: enabled, disabled, or empty."""
    metadata_tokens: str = ""
    """`MetadataOptions.HttpTokens`: required, optional, or empty."""
    metadata_hops: int | None = None
    """`MetadataOptions.HttpPutResponseHopLimit`."""
    user_data: str | None = field(default="", repr=False)
    """Decoded, each line cleaned; None when it is no text. It may hold secrets."""
    document: str = field(default="", repr=False)
    """`LaunchTemplateData` as JSON, user data included."""


@dataclass(frozen=True, slots=True)
class MachineImage:
    """An AMI (`DescribeImages`)."""

    id: str
    state: str = "available"
    name: str = ""
    owner: str = ""
    deprecated_at: str = ""
    """As AWS writes it: 2026-01-31T00:00:00.000Z; empty when it is not to be."""
    allowed: bool = True
    """Whether the account's list of allowed images has it."""
    architecture: str = ""
    root_device: str = ""
    devices: tuple[BlockDevice, ...] = ()

    @property
    def root(self) -> BlockDevice | None:
        """The volume that it starts from."""
        return next((one for one in self.devices if one.name == self.root_device), None)


@dataclass(frozen=True, slots=True)
class PlacementGroup:
    """A placement group (`DescribePlacementGroups`)."""

    name: str
    state: str
    """pending, available, deleting, deleted."""
    strategy: str
    """cluster, spread, partition."""


@dataclass(frozen=True, slots=True)
class InstanceHealth:
    """What EC2's own checks say of an instance that runs (`DescribeInstanceStatus`)."""

    instance: str
    impaired: tuple[str, ...] = ()
    """Names of the checks that say `impaired`: InstanceStatus, SystemStatus ..."""
