"""Roles that are made, or made to trust a service."""

from __future__ import annotations

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import Remedy
from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.policies import trusting
from batchdeck.domain.role import Role

_MAKE = (
    "aws iam create-role --role-name {new_role} --path {path} --assume-role-policy-document {trust}"
)
_TRUST = "aws iam update-assume-role-policy --role-name {role} --policy-document {trust}"


def made_or_trusting(policy: str = "") -> Remedy:
    """A role that is gone is made, with a policy (an ARN); one that is there gets its trust."""
    attach = f"aws iam attach-role-policy --role-name {{new_role}} --policy-arn {policy}"
    return Remedy((_MAKE, attach, _TRUST) if policy else (_MAKE, _TRUST))


def values(service: str, role: Role | None, arn: str) -> dict[str, Value]:
    """What stands for the placeholders, for a role that should trust a service."""
    if role is not None:
        trust = trusting(service, role.trust_document)
        return {"role": role.name, "trust": trust, "new_role": None}
    path = arn.partition(":role/")[2].rpartition("/")[0]
    return {
        "new_role": short_name(arn),
        "path": f"/{path}/" if path else "/",
        "trust": trusting(service),
        "role": None,
    }
