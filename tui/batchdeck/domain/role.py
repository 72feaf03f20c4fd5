"""Roles and instance profiles of IAM, as far as Batch needs them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Role:
    """A role (`GetRole`)."""

    name: str
    arn: str
    trusts: tuple[str, ...] = ()
    """Services that may assume it."""
    trust_document: str = field(default="", repr=False)
    """`AssumeRolePolicyDocument` as JSON; empty where it is not told."""


@dataclass(frozen=True, slots=True)
class InstanceProfile:
    """An instance profile (`GetInstanceProfile`)."""

    name: str
    arn: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """What the simulator says of one action (`SimulatePrincipalPolicy`)."""

    action: str
    decision: str
    """allowed, implicitDeny or explicitDeny."""
    resource: str = "*"
    """ARN it was asked for."""
    bounded: bool = False
    """Whether the permissions boundary does not allow it."""
    forbidden: bool = False
    """Whether the policies of the organization do not allow it."""
    conditional: bool = False
    """Whether it depends on what only a real request tells."""

    @property
    def allowed(self) -> bool:
        """Whether the principal may do it."""
        return self.decision == "allowed"
