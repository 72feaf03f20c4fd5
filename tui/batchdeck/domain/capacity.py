"""Instances, Spot Fleets, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunningInstance:
    """An instance that runs or is about to (`DescribeInstances`)."""

    id: str
    type: str
    metadata_off: bool = False
    """Whether its metadata service is disabled."""


@dataclass(frozen=True, slots=True)
class SpotFleet:
    """A Spot Fleet request (`DescribeSpotFleetRequests`)."""

    id: str
    role: str
    """ARN of its `IamFleetRole`."""
    state: str
    """`SpotFleetRequestState`: active, modifying, cancelled, ..."""
    activity: str = ""
    """`ActivityStatus`: error, pending_fulfillment, pending_termination, fulfilled."""
    subnets: tuple[str, ...] = ()

    def may_serve(self, role: str, subnets: Iterable[str]) -> bool:
        """Whether it may be that of an environment with this role and these subnets.

        It does not name its environment.
        """
        shared = not set(self.subnets).isdisjoint(subnets)
        return shared and self.role == role and not self.state.startswith("cancelled")


@dataclass(frozen=True, slots=True)
class FleetEvent:
    """A record of a Spot Fleet's history (`DescribeSpotFleetRequestHistory`)."""

    fleet: str
    type: str
    """instanceChange, fleetRequestChange, error or information."""
    subtype: str = ""
    """Such as `launched`, or `iamFleetRoleInvalid`."""
    description: str = ""
    at: int = 0
    """ms since the epoch."""

    @property
    def failed(self) -> bool:
        """Whether it tells of a failure."""
        return self.type == "error"

    @property
    def telling(self) -> bool:
        """Whether it tells if instances can be launched."""
        return self.failed or self.subtype == "launched"
