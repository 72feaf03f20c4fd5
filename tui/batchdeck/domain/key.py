"""Keys of KMS, as far as volumes need them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key (`DescribeKey`)."""

    arn: str
    manager: str
    """AWS, or CUSTOMER."""
    state: str
    """Enabled, Disabled, PendingDeletion, ..."""

    @property
    def is_customers(self) -> bool:
        """Whether somebody has to be allowed to use it: AWS's own keys let everybody in."""
        return self.manager == "CUSTOMER"


@dataclass(frozen=True, slots=True)
class Grant:
    """Who was granted what on a key (`ListGrants`)."""

    principal: str
    """ARN."""
    operations: tuple[str, ...] = ()
