"""Resource policies: from the JSON that services answer with to the domain."""

from __future__ import annotations

import json
from typing import Any

from batchdeck.aws.shapes import Document, child, children, document
from batchdeck.domain.clean import clean
from batchdeck.domain.policy import Policy, Statement


def policy(source: Document, member: str) -> Policy | None:
    """The policy in a member of an answer, a JSON text; None when there is none to read."""
    found = source.get(member)
    try:
        read = json.loads(found) if isinstance(found, str) else None
    except ValueError:
        return None
    if not isinstance(read, dict):
        return None
    statements = read.get("Statement")
    if isinstance(statements, dict):  # A single one may stand without its brackets.
        return Policy((_statement(statements),), document(read))
    return Policy(tuple(_statement(one) for one in children(read, "Statement")), document(read))


def _statement(source: Document) -> Statement:
    principal = source.get("Principal", source.get("NotPrincipal", "*"))
    if isinstance(principal, dict):
        who = [one for each in principal.values() for one in _listed(each)]
    else:
        who = _listed(principal)
    return Statement(
        allows=source.get("Effect") == "Allow",
        actions=tuple(_listed(source.get("Action", source.get("NotAction", "*")))),
        resources=tuple(_listed(source.get("Resource", source.get("NotResource", "*")))),
        principals=tuple(who),
        excepts_actions="NotAction" in source,
        excepts_resources="NotResource" in source,
        excepts_principals="NotPrincipal" in source,
        is_conditional=bool(child(source, "Condition")),
    )


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [clean(str(one)) for one in values if one is not None]
