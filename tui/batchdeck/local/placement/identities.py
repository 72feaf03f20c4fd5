"""Roles and instance profiles as far as placement asks about them, read from IAM's backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batchdeck.local.permissions.conditions import hold, listed
from batchdeck.local.permissions.policies import (
    Policy,
    Statement,
    covers_action,
    covers_resource,
)
from batchdeck.local.permissions.principals import boundary_of, policies_of

_ASSUME = "sts:AssumeRole"
_CONTEXT = {"aws:securetransport": ["true"]}
"""What is true of every request of AWS's own services."""


class Identities:
    """Roles and instance profiles of one account."""

    def __init__(self, iam: Any) -> None:
        self._iam = iam

    def profile_roles(self, reference: str) -> list[Any] | None:
        """The roles of the instance profile with that name or ARN; None when there is none."""
        for profile in list(self._iam.instance_profiles.values()):
            if reference in (profile.name, profile.arn):
                return list(profile.roles)
        return None

    def role(self, reference: str) -> Any:
        """The role of that name or ARN; None when there is none."""
        for role in list(self._iam.roles.values()):
            if reference in (role.arn, role.name):
                return role
        return None

    def trusts(self, reference: str, service: str) -> bool:
        """Whether a role of that name or ARN exists and the service may assume it."""
        role = self.role(reference)
        if role is None:
            return False
        trust = Policy("trust", "", role.assume_role_policy_document)
        try:
            statements = trust.statements
        except ValueError:  # moto takes any text for a trust policy
            return False
        effects = {one.get("Effect") for one in statements if _lets_assume(one, service)}
        return effects == {"Allow"}

    def allows(self, role: Any, action: str, resource: str = "") -> bool:
        """Whether the policies of a role, and its boundary, let it do something.

        On some resource, unless one is given. Conditions of what is allowed are taken to hold:
        they are about the request, of which nothing is known here.
        """
        boundary = boundary_of(self._iam, role)
        return _allow(policies_of(role), action, resource) and (
            boundary is None or _allow([boundary], action, resource)
        )

    def ensure_service_linked_role(self, service: str) -> str:
        """The ARN of a service's linked role, which is made when it does not exist."""
        path = f"/aws-service-role/{service}/"
        for role in list(self._iam.roles.values()):
            if role.path == path:
                return str(role.arn)
        made = self._iam.create_service_linked_role(service, "", "")
        return str(made.arn)


def _allow(policies: list[Policy], action: str, resource: str) -> bool:
    effects = {
        statement.get("Effect")
        for policy in policies
        for statement in policy.statements
        if _counts(statement, action, resource)
    }
    return effects == {"Allow"}


def _counts(statement: Statement, action: str, resource: str) -> bool:
    """Whether a statement is about it; a Deny for one resource only is none for some."""
    if not covers_action(statement, action):
        return False
    if statement.get("Effect") == "Deny":
        return covers_resource(statement, resource, _CONTEXT) and hold(
            statement.get("Condition") or {}, _CONTEXT
        )
    return not resource or covers_resource(statement, resource, _CONTEXT)


def _lets_assume(statement: Statement, service: str) -> bool:
    """Whether a statement of a trust policy is about a service that assumes the role."""
    principal = statement.get("Principal")
    named = listed(principal.get("Service")) if isinstance(principal, Mapping) else [principal]
    if not covers_action(statement, _ASSUME) or not {service, "*"} & set(named):
        return False
    is_allowed = statement.get("Effect") == "Allow"
    return is_allowed or hold(statement.get("Condition") or {}, _CONTEXT)
