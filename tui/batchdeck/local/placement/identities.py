"""Roles and instance profiles as far as placement asks about them, read from IAM's backend."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

Statement = dict[str, Any]


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
        document = json.loads(role.assume_role_policy_document)
        return any(
            statement.get("Effect") == "Allow"
            and service in _listed((statement.get("Principal") or {}).get("Service"))
            for statement in _listed(document.get("Statement"))
        )

    def ensure_service_linked_role(self, service: str) -> str:
        """The ARN of a service's linked role, which is made when it does not exist."""
        path = f"/aws-service-role/{service}/"
        for role in list(self._iam.roles.values()):
            if role.path == path:
                return str(role.arn)
        made = self._iam.create_service_linked_role(service, "", "")
        return str(made.arn)


def allows(role: Any, action: str) -> bool:
    """Whether the policies of a role let it do something on some resource.

    Resources and conditions are not looked at: the question is for actions of the ECS
    agent, which are granted as a whole or forgotten.
    """
    effects = {
        statement.get("Effect") for statement in _statements(role) if _covers(statement, action)
    }
    return "Allow" in effects and "Deny" not in effects


def _statements(role: Any) -> Iterator[Statement]:
    documents = list(role.policies.values())
    for policy in list(role.managed_policies.values()):
        documents += [
            version.document
            for version in policy.versions
            if version.version_id == policy.default_version_id
        ]
    for document in documents:
        parsed = json.loads(document) if isinstance(document, str) else document
        yield from _listed(parsed.get("Statement"))


def _covers(statement: Statement, action: str) -> bool:
    if "NotAction" in statement:
        return not _matches(_listed(statement["NotAction"]), action)
    return _matches(_listed(statement.get("Action")), action)


def _matches(patterns: Iterable[str], action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def _listed(value: Any) -> list[Any]:
    """A policy's member as a list: a single value may stand without its brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
