"""Where EC2's placement groups are kept, beside what moto keeps."""

from __future__ import annotations

from typing import Any


def groups_of_backend(ec2: Any) -> dict[str, dict[str, str]]:
    """By name, as `DescribePlacementGroups` tells them; gone after a reset."""
    known: dict[str, dict[str, str]] = ec2.__dict__.setdefault("placement_groups", {})
    return known
