"""Resource policies: who may do what, as far as it can be told without a real request.

Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy element reference".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Ruling(StrEnum):
    """What a policy says of a request."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    """A condition decides."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy."""

    allows: bool
    actions: tuple[str, ...] = ("*",)
    resources: tuple[str, ...] = ("*",)
    principals: tuple[str, ...] = ("*",)
    """ARNs, accounts, services."""
    excepts_actions: bool = False
    """`NotAction`: every action but these."""
    excepts_resources: bool = False
    excepts_principals: bool = False
    is_conditional: bool = False

    def covers(self, action: str, resource: str, principals: tuple[str, ...]) -> bool:
        """Whether it is about this; an empty resource, and no principals, stand for any."""
        return (
            _any(self.actions, (action.lower(),), lower=True) is not self.excepts_actions
            and (not resource or _any(self.resources, (resource,)) is not self.excepts_resources)
            and (not principals or _any(self.principals, principals) is not self.excepts_principals)
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of an endpoint, a key or a repository."""

    statements: tuple[Statement, ...] = ()
    document: str = field(default="", repr=False, compare=False)
    """The whole policy as JSON."""

    def ruling(self, action: str, resource: str = "", principals: Iterable[str] = ()) -> Ruling:
        """Whether it lets one of the principals do the action on a resource (an ARN).

        Without a resource or principals it is asked for any of them.
        """
        who = tuple(principals)
        found = [one for one in self.statements if one.covers(action, resource, who)]
        denials = [one for one in found if not one.allows]
        grants = [one for one in found if one.allows]
        if any(not one.is_conditional for one in denials) or not grants:
            return Ruling.NO
        if denials or all(one.is_conditional for one in grants):
            return Ruling.PERHAPS
        return Ruling.YES


def _any(patterns: tuple[str, ...], values: tuple[str, ...], *, lower: bool = False) -> bool:
    """Whether a pattern with `*` and `?` matches a value. Brackets mean nothing in policies."""
    plain = [(one.lower() if lower else one).replace("[", "[[]") for one in patterns]
    return any(fnmatchcase(value, one) for one in plain for value in values)
