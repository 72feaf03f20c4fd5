"""How many vCPUs an account may run at a time, by group of instance families.

Source of codes and groups: EC2 user guide, "Amazon EC2 instance type quotas", and AWS Fargate
service quotas. The values are those of an account that has been in use for a while, not the
small ones of a new account.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Quota:
    """One line of Service Quotas."""

    service: str
    """`ServiceCode`."""
    code: str
    """`QuotaCode`."""
    name: str
    value: float
    """vCPUs."""


STANDARD = "Standard (A, C, D, H, I, M, R, T, Z)"
_SPOT_STANDARD = "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests"

#: Of each group: the On-Demand quota and the Spot quota.
GROUPS = {
    "standard": (
        Quota("ec2", "L-1216C47A", f"Running On-Demand {STANDARD} instances", 1152),
        Quota("ec2", "L-34B43A08", _SPOT_STANDARD, 1152),
    ),
    "g": (
        Quota("ec2", "L-DB2E81BA", "Running On-Demand G and VT instances", 128),
        Quota("ec2", "L-3819A6DF", "All G and VT Spot Instance Requests", 128),
    ),
    "p": (
        Quota("ec2", "L-417A185B", "Running On-Demand P instances", 192),
        Quota("ec2", "L-7212CCBC", "All P4, P3 and P2 Spot Instance Requests", 192),
    ),
    "x": (
        Quota("ec2", "L-7295265B", "Running On-Demand X instances", 128),
        Quota("ec2", "L-E3A00192", "All X Spot Instance Requests", 128),
    ),
    "f": (
        Quota("ec2", "L-74FC7D96", "Running On-Demand F instances", 96),
        Quota("ec2", "L-88CF9481", "All F Spot Instance Requests", 96),
    ),
    "inf": (
        Quota("ec2", "L-1945791B", "Running On-Demand Inf instances", 96),
        Quota("ec2", "L-B5D1601B", "All Inf Spot Instance Requests", 96),
    ),
}
FARGATE = Quota("fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 256)
FARGATE_SPOT = Quota("fargate", "L-36FBB829", "Fargate Spot vCPU resource count", 256)
DEFAULTS: tuple[Quota, ...] = (
    *(quota for group in GROUPS.values() for quota in group),
    FARGATE,
    FARGATE_SPOT,
)
_BY_LETTERS = {"g": "g", "gr": "g", "vt": "g", "p": "p", "x": "x", "f": "f", "inf": "inf"}
_BY_LETTERS |= dict.fromkeys(["a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"], "standard")


class Quotas:
    """The quotas of one account in one Region; each can be changed."""

    def __init__(self) -> None:
        self._changed: dict[str, float] = {}

    def value(self, quota: Quota) -> float:
        """vCPUs that are allowed at the moment."""
        return self._changed.get(quota.code, quota.value)

    def change(self, code: str, value: float) -> None:
        """Set the quota of that `QuotaCode`."""
        self._changed[code] = value


def quota_of(instance_type: str, *, spot: bool) -> Quota | None:
    """The quota that an instance type counts against; None for families without one here."""
    letters = _LETTERS.match(instance_type)
    group = _BY_LETTERS.get(letters[0]) if letters else None
    return None if group is None else GROUPS[group][spot]
