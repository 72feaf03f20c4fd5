"""Scaling activities: what moto's Auto Scaling never has any of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

#: As many as are remembered of all groups together. Auto Scaling keeps those of six weeks.
_KEPT = 500
_MOST = 100
"""Source: Auto Scaling API, `DescribeScalingActivities.MaxRecords`."""


def install() -> None:
    """Answer `DescribeScalingActivities` with what was recorded, newest first."""
    from moto.autoscaling import responses
    from moto.core.responses import ActionResult

    response: Any = responses.AutoScalingResponse

    def describe_scaling_activities(self: Any) -> Any:
        group, ids = self._get_param("AutoScalingGroupName"), self._get_param("ActivityIds", [])
        found = [
            one
            for one in reversed(activities(self.autoscaling_backend))
            if (not group or one["AutoScalingGroupName"] == group)
            and (not ids or one["ActivityId"] in ids)
        ]
        start = int(self._get_param("NextToken") or 0)
        end = start + min(int(self._get_param("MaxRecords") or _MOST), _MOST)
        following = str(end) if end < len(found) else None
        return ActionResult({"Activities": found[start:end], "NextToken": following})

    response.describe_scaling_activities = describe_scaling_activities


def activities(autoscaling: Any) -> list[dict[str, Any]]:
    """What was recorded in an account and Region, oldest first; gone after a reset."""
    recorded: list[dict[str, Any]] = autoscaling.__dict__.setdefault("recorded_activities", [])
    return recorded


def record(
    autoscaling: Any, group: Any, description: str, cause: str, *, failure: str = ""
) -> None:
    """Remember one activity of a group that is over; `failure` is its `StatusMessage`."""
    now = datetime.now(UTC)
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    known = activities(autoscaling)
    details = {
        "Subnet ID": group.vpc_zone_identifier,
        "Availability Zone": group.availability_zones[0],
    }
    known.append(
        {
            "ActivityId": str(uuid4()),
            "AutoScalingGroupName": group.name,
            "AutoScalingGroupARN": group.arn,
            "Description": description + (f".  Status Reason: {failure}" if failure else ""),
            "Cause": f"At {at} {cause}",
            "StartTime": now,
            "EndTime": now,
            "StatusCode": "Failed" if failure else "Successful",
            "StatusMessage": failure or None,
            "Progress": 100,
            "Details": json.dumps(details),
        }
    )
    del known[:-_KEPT]
