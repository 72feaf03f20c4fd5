"""How to reach an account."""

from __future__ import annotations

from dataclasses import dataclass, field

from batchdeck.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the calls go and on whose behalf. Empty fields: botocore's ordinary chain decides."""

    profile: str = ""
    region: str = ""
    endpoint_url: str = ""
    access_key: str = ""
    secret_key: Secret = field(default=Secret(""))
    read_only: bool = False
    alias: str = ""
    """What to call the account, where it has no alias of its own."""
    note: str = ""
    """A word about the account for the header, such as `simulated: no Docker engine`."""
