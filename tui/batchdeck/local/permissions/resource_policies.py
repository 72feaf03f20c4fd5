"""Policies of resources, such as keys and VPC endpoints: they name who they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from batchdeck.local.permissions.conditions import Context, hold, listed, unanswered
from batchdeck.local.permissions.policies import (
    Policy,
    Statement,
    covers_action,
    covers_resource,
)


def lets(
    policy: Policy, who: Collection[str], action: str, resource: str, context: Context
) -> bool:
    """Whether a policy allows something and does not deny it.

    `who`: the names by which a statement may mean the caller, beside `*`. A condition of what
    is allowed is taken to hold where the context says nothing of its keys. A text that is no
    policy, which moto takes for one, allows nothing.
    """
    try:
        statements = policy.statements
    except ValueError:
        return False
    effects = {
        statement.get("Effect")
        for statement in statements
        if _names(statement, who)
        and covers_action(statement, action)
        and covers_resource(statement, resource, context)
        and _counts(statement, context)
    }
    return effects == {"Allow"}


def _names(statement: Statement, who: Collection[str]) -> bool:
    principal = statement.get("Principal")
    named = listed(principal.get("AWS")) if isinstance(principal, Mapping) else [principal]
    return any(one == "*" or one in who for one in named)


def _counts(statement: Statement, context: Context) -> bool:
    conditions = statement.get("Condition") or {}
    is_open = statement.get("Effect") == "Allow" and bool(unanswered(conditions, context))
    return is_open or hold(conditions, context)
