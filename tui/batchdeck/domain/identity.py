"""Who the console is in AWS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The account, Region and principal behind every call."""

    account: str
    region: str
    arn: str
    alias: str = ""
    expires_at: int | None = None
    """When the credentials end, ms since the epoch; None when they do not or it is unknown."""

    @property
    def role(self) -> str:
        """The role or user, without account, path and session name."""
        kind, _, rest = self.arn.rpartition(":")[2].partition("/")
        if kind == "assumed-role":
            return rest.split("/")[0]
        return rest.rsplit("/", 1)[-1] or kind
