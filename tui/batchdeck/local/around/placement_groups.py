"""EC2's placement groups, which moto's EC2 has not: create, describe, delete.

Filters of a description are not looked at.
"""

from __future__ import annotations

from typing import Any

from batchdeck.local.placement.placement_groups import groups_of_backend

STRATEGIES = ("cluster", "spread", "partition")


def install() -> None:
    """Answer these three operations."""
    from moto.ec2.responses import EC2Response

    responses: Any = EC2Response
    responses.create_placement_group = _create
    responses.describe_placement_groups = _describe
    responses.delete_placement_group = _delete


def _create(self: Any) -> Any:
    from moto.core.responses import ActionResult
    from moto.moto_api._internal import mock_random

    name, strategy = self._get_param("GroupName"), self._get_param("Strategy") or "cluster"
    groups = groups_of_backend(self.ec2_backend)
    if name in groups:
        raise _error(
            "InvalidPlacementGroup.Duplicate", f"The Placement Group '{name}' already exists."
        )
    if strategy not in STRATEGIES:
        wanted = ", ".join(STRATEGIES)
        raise _error("InvalidParameterValue", f"Strategy '{strategy}' must be one of {wanted}.")
    groups[name] = {
        "GroupName": name,
        "GroupId": f"pg-{mock_random.get_random_hex(17)}",
        "Strategy": strategy,
        "State": "available",
        "GroupArn": f"arn:aws:ec2:{self.region}:{self.current_account}:placement-group/{name}",
    }
    return ActionResult({"PlacementGroup": groups[name]})


def _describe(self: Any) -> Any:
    from moto.core.responses import ActionResult

    groups, names = groups_of_backend(self.ec2_backend), self._get_param("GroupNames", [])
    for name in names:
        _existing(groups, name)
    found = [group for name, group in groups.items() if not names or name in names]
    return ActionResult({"PlacementGroups": found})


def _delete(self: Any) -> Any:
    from moto.core.responses import ActionResult

    groups, name = groups_of_backend(self.ec2_backend), self._get_param("GroupName")
    _existing(groups, name)
    del groups[name]
    return ActionResult({})


def _existing(groups: dict[str, dict[str, str]], name: str) -> None:
    if name not in groups:
        raise _error("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")


def _error(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    error: Exception = EC2ClientError(code, message)
    return error
