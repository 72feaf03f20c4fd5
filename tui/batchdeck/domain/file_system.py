"""Where a file system of EFS can be mounted."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.network import Subnet


@dataclass(frozen=True, slots=True)
class MountTarget:
    """A door to a file system in one zone of a VPC (`DescribeMountTargets`)."""

    id: str
    subnet: str
    vpc: str = ""
    zone: str = ""
    """Name of its Availability Zone, which it serves."""
    state: str = "available"

    def serves(self, subnet: Subnet) -> bool:
        """Whether what runs in the subnet can mount the file system here: in its zone only."""
        in_vpc = not self.vpc or self.vpc == subnet.vpc
        return self.state == "available" and self.zone == subnet.zone and in_vpc
