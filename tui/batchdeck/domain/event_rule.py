"""Rules of EventBridge, as far as they watch AWS Batch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EventRule:
    """A rule of an event bus (`ListRules`)."""

    name: str
    enabled: bool
    pattern: str = ""
    """`EventPattern` as JSON; empty for a schedule."""

    def watches(self, source: str, detail_type: str) -> bool:
        """Whether it takes events of that source and kind; what cannot be read may do so."""
        if not self.enabled or not self.pattern:
            return False
        try:
            pattern = json.loads(self.pattern)
        except ValueError:
            return True
        if not isinstance(pattern, dict):
            return True
        wanted = ((pattern.get("source"), source), (pattern.get("detail-type"), detail_type))
        return all(_matches(matchers, value) for matchers, value in wanted)


def _matches(matchers: Any, value: str) -> bool:
    """Whether one of a pattern's matchers takes a value. No matchers take every value."""
    if not isinstance(matchers, list):
        return True
    return any(_takes(matcher, value) for matcher in matchers)


def _takes(matcher: Any, value: str) -> bool:
    if not isinstance(matcher, dict):
        return bool(matcher == value)
    prefix = matcher.get("prefix")
    return value.startswith(prefix) if isinstance(prefix, str) else True
