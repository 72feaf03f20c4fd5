"""The policies of users, groups and roles, as moto's IAM keeps them."""

from __future__ import annotations

from typing import Any

from batchdeck.local.permissions.policies import Policy

KIND = "IAM Policy"


def policies_of(entity: Any) -> list[Policy]:
    """The inline policies of an entity, and those attached to it."""
    inline = [Policy(name, KIND, document) for name, document in dict(entity.policies).items()]
    return [*inline, *(_managed(policy) for policy in list(entity.managed_policies.values()))]


def boundary_of(iam: Any, entity: Any) -> Policy | None:
    """The permissions boundary of an entity; None without one."""
    arn = getattr(entity, "permissions_boundary_arn", None)
    policy = iam.managed_policies.get(arn) if arn else None
    return None if policy is None else _managed(policy)


def _managed(policy: Any) -> Policy:
    """A managed policy in its default version."""
    document = next(
        version.document
        for version in policy.versions
        if version.version_id == policy.default_version_id
    )
    return Policy(policy.name, KIND, document)
