"""Auto Scaling: the groups Batch made, and how their launches went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from batchdeck.aws.caller import Caller
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import Document, children, text, whole
from batchdeck.domain.cluster import AutoScalingGroup, ScalingActivity

#: The tag that Batch puts on what it makes.
TAG = "AWSBatchServiceTag"
_ACTIVITIES = 20


class AutoScalingGateway:
    """Reads Auto Scaling. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def groups(self) -> tuple[AutoScalingGroup, ...]:
        """The groups that AWS Batch made in this account and Region."""
        parameters = {"Filters": [{"Name": f"tag:{TAG}", "Values": ["batch"]}]}
        found = await all_members(
            self._caller,
            "autoscaling",
            "DescribeAutoScalingGroups",
            parameters,
            "AutoScalingGroups",
        )
        return tuple(group(one) for one in found)

    async def activities(self, name: str) -> tuple[ScalingActivity, ...]:
        """The newest activities of the group of that name, newest first."""
        parameters = {"AutoScalingGroupName": name, "MaxRecords": _ACTIVITIES}
        answer = await self._caller.read(
            "autoscaling", "DescribeScalingActivities", parameters, expects=""
        )
        return tuple(activity(one) for one in children(answer, "Activities"))


def group(source: Document) -> AutoScalingGroup:
    """A group of `DescribeAutoScalingGroups`."""
    suspended = children(source, "SuspendedProcesses")
    zones = text(source, "VPCZoneIdentifier")
    return AutoScalingGroup(
        name=text(source, "AutoScalingGroupName"),
        desired=whole(source, "DesiredCapacity") or 0,
        instances=tuple(text(one, "InstanceId") for one in children(source, "Instances")),
        suspended=tuple(text(one, "ProcessName") for one in suspended),
        subnets=tuple(filter(None, map(str.strip, zones.split(",")))),
        status=text(source, "Status"),
    )


def activity(source: Document) -> ScalingActivity:
    """An activity of `DescribeScalingActivities`."""
    return ScalingActivity(
        group=text(source, "AutoScalingGroupName"),
        status=text(source, "StatusCode"),
        message=text(source, "StatusMessage"),
        started_at=_milliseconds(source.get("StartTime")),
        description=text(source, "Description"),
    )


def _milliseconds(value: Any) -> int:
    return int(value.timestamp() * 1000) if isinstance(value, datetime) else 0
