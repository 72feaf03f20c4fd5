"""EC2: instances, which types are offered where, and what became of Spot Fleets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from batchdeck.aws.caller import Caller
from batchdeck.aws.pages import all_members, matching
from batchdeck.aws.shapes import Document, child, children, text
from batchdeck.domain.capacity import FleetEvent, RunningInstance, SpotFleet

VALUES = 200
"""The most values that EC2 takes for a filter."""
PAGE = 1000


class CapacityGateway:
    """Reads EC2's capacity. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def running(self, ids: Iterable[str]) -> tuple[RunningInstance, ...]:
        """Those of these up to 200 instances that are running or pending."""
        states = ("pending", "running")
        filters = matching(instance_id=tuple(ids), instance_state_name=states)
        if not filters[0]["Values"]:
            return ()  # A filter without values is refused.
        asked = {"Filters": filters, "MaxResults": PAGE}
        found = await all_members(self._caller, "ec2", "DescribeInstances", asked, "Reservations")
        return tuple(running_instance(one) for each in found for one in children(each, "Instances"))

    async def offerings(self, types: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Those of these types that each Availability Zone has, by the zone's name."""
        names = sorted(set(types))
        zones: dict[str, set[str]] = {}
        for start in range(0, len(names), VALUES):
            filters = matching(instance_type=tuple(names[start : start + VALUES]))
            asked = {"LocationType": "availability-zone", "Filters": filters, "MaxResults": PAGE}
            found = await all_members(
                self._caller,
                "ec2",
                "DescribeInstanceTypeOfferings",
                asked,
                "InstanceTypeOfferings",
            )
            for one in found:
                zones.setdefault(text(one, "Location"), set()).add(text(one, "InstanceType"))
        return {zone: frozenset(there) for zone, there in zones.items()}

    async def spot_fleets(self) -> tuple[SpotFleet, ...]:
        """All Spot Fleet requests that EC2 still knows."""
        found = await all_members(
            self._caller, "ec2", "DescribeSpotFleetRequests", {}, "SpotFleetRequestConfigs"
        )
        return tuple(spot_fleet(one) for one in found)

    async def fleet_history(self, fleet: str, since: int) -> tuple[FleetEvent, ...]:
        """What happened to the Spot Fleet of that id since a time, ms, oldest first."""
        start = datetime.fromtimestamp(since / 1000, UTC)
        asked = {"SpotFleetRequestId": fleet, "StartTime": start}
        operation = "DescribeSpotFleetRequestHistory"
        found = await all_members(self._caller, "ec2", operation, asked, "HistoryRecords")
        return tuple(fleet_event(one, fleet) for one in found)


def running_instance(source: Document) -> RunningInstance:
    """An instance of `DescribeInstances`."""
    return RunningInstance(
        id=text(source, "InstanceId"),
        type=text(source, "InstanceType"),
        metadata_off=text(child(source, "MetadataOptions"), "HttpEndpoint") == "disabled",
    )


def spot_fleet(source: Document) -> SpotFleet:
    """A request of `DescribeSpotFleetRequests`."""
    config = child(source, "SpotFleetRequestConfig")
    specifications = children(config, "LaunchSpecifications")
    templates = children(config, "LaunchTemplateConfigs")
    places = (*specifications, *(one for each in templates for one in children(each, "Overrides")))
    subnets = [text(one, "SubnetId").split(",") for one in places]
    return SpotFleet(
        id=text(source, "SpotFleetRequestId"),
        role=text(config, "IamFleetRole"),
        state=text(source, "SpotFleetRequestState"),
        activity=text(source, "ActivityStatus"),
        subnets=tuple(dict.fromkeys(one.strip() for each in subnets for one in each if one)),
    )


def fleet_event(source: Document, fleet: str) -> FleetEvent:
    """A record of `DescribeSpotFleetRequestHistory`."""
    information, at = child(source, "EventInformation"), source.get("Timestamp")
    return FleetEvent(
        fleet=fleet,
        type=text(source, "EventType"),
        subtype=text(information, "EventSubType"),
        description=text(information, "EventDescription"),
        at=int(at.timestamp() * 1000) if isinstance(at, datetime) else 0,
    )
