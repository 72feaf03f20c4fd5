"""Whether policies allow an action on a resource.

Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy element reference".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from batchdeck.local.permissions.conditions import Context, hold, listed, matches, unanswered

Statement = Mapping[str, Any]
_VARIABLE = re.compile(r"\$\{([^}]+)\}")


@lru_cache(maxsize=512)
def _read(document: str) -> Any:
    """A document that was parsed; the same policies are asked again and again."""
    return json.loads(document)


class Decision(StrEnum):
    """`EvalDecision` of IAM's simulation."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy under the name the simulation tells."""

    name: str
    kind: str
    """`SourcePolicyType`, such as `IAM Policy`."""
    document: str | Mapping[str, Any]
    """JSON, as text or parsed."""

    @property
    def statements(self) -> list[Statement]:
        """Its statements. Raises ValueError when the document is no policy in JSON."""
        parsed = _read(self.document) if isinstance(self.document, str) else self.document
        if isinstance(parsed, Mapping):
            found = listed(parsed.get("Statement"))
            if all(isinstance(statement, Mapping) for statement in found):
                return found
        raise ValueError(f"{self.name} is no policy document")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out, and by which policies."""

    decision: Decision
    by: tuple[Policy, ...] = ()
    missing: frozenset[str] = frozenset()
    """Condition keys the request said nothing about."""


def evaluate(policies: Iterable[Policy], action: str, resource: str, context: Context) -> Verdict:
    """An explicit Deny goes before any Allow; without either the answer is no."""
    found: dict[str, list[Policy]] = {"Allow": [], "Deny": []}
    missing: set[str] = set()
    for policy in policies:
        for statement in policy.statements:
            if not covers_action(statement, action):
                continue
            if not covers_resource(statement, resource, context):
                continue
            conditions = statement.get("Condition") or {}
            missing |= unanswered(conditions, context)
            if hold(conditions, context):
                found.setdefault(str(statement.get("Effect")), []).append(policy)
    decision = Decision.IMPLICIT_DENY
    if found["Deny"]:
        decision = Decision.EXPLICIT_DENY
    elif found["Allow"]:
        decision = Decision.ALLOWED
    by = found["Deny"] or found["Allow"]
    return Verdict(
        decision, tuple({policy.name: policy for policy in by}.values()), frozenset(missing)
    )


def covers_action(statement: Statement, action: str) -> bool:
    """Whether a statement is about an action. Their case does not matter."""
    excluded = listed(statement.get("NotAction"))
    patterns = excluded or listed(statement.get("Action"))
    found = any(matches(pattern.lower(), action.lower()) for pattern in patterns)
    return found != bool(excluded)


def covers_resource(statement: Statement, resource: str, context: Context) -> bool:
    """Whether a statement is about a resource."""
    excluded = listed(statement.get("NotResource"))
    patterns = excluded or listed(statement.get("Resource"))
    found = any(matches(_filled(pattern, context), resource) for pattern in patterns)
    return found != bool(excluded)


def _filled(pattern: str, context: Context) -> str:
    """A resource with its policy variables replaced by the request's values."""

    def value(match: re.Match[str]) -> str:
        if match[1] in ("*", "?", "$"):
            return match[1]
        values = context.get(match[1].lower())
        return values[0] if values else match[0]

    return _VARIABLE.sub(value, pattern)
