"""Calls made to AWS and the writes about to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Write:
    """A request that changes something: built once, shown as `line`, then sent at most once."""

    service: str
    """botocore's name of the service, such as `batch`."""
    operation: str
    """Such as `SubmitJob`."""
    parameters: Mapping[str, Any] = field(repr=False)
    line: str
    """The same request as an `aws` command, values of variables masked."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was made."""

    at: int
    """When it was sent, ms since the epoch."""
    action: str
    """Such as `batch:ListJobs`."""
    line: str
    """The call as an `aws` command, values of variables masked."""
    seconds: float
    outcome: str
    """`ok`, or the error code and text in one line."""
    failed: bool = False
