"""Service quotas: how much of something an account may have."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ON_DEMAND = re.compile(r"Running On-Demand (.+) instances")
_SPOT = re.compile(r"All (.+) Spot Instance Requests")
_FAMILY = re.compile(r"([a-z]+)(\d*)")
_FILLERS = {"standard", "and"}
_STANDARD = {"gr": "g", "im": "i", "is": "i"}
"""Families that are counted with another one without being named."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One line of Service Quotas (`ListServiceQuotas`)."""

    service: str
    """`ServiceCode`."""
    code: str
    name: str
    value: float

    def limits(self, instance_type: str, *, spot: bool) -> bool:
        """Whether it limits the vCPUs of running instances of a type.

        EC2 has one quota for each group of families, on demand and Spot apart, and names the
        families: "Running On-Demand G and VT instances", "All P4, P3 and P2 Spot Instance
        Requests".
        """
        named = (_SPOT if spot else _ON_DEMAND).fullmatch(self.name)
        family = _FAMILY.match(instance_type)
        if named is None or family is None:
            return False
        families = {word.lower() for word in re.findall(r"\w+", named[1])} - _FILLERS
        letters, generation = family.groups()
        return not families.isdisjoint({letters, letters + generation, _STANDARD.get(letters)})
