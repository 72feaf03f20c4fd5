"""Conditions of policy statements.

Source: IAM user guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

Context = Mapping[str, Sequence[str]]
"""Values of the request by condition key, keys in lower case."""
_Test = Callable[[str, str], bool]
"""Whether a value of the request fits a value of the policy."""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    words = {"*": ".*", "?": "."}
    return re.compile("".join(words.get(one, re.escape(one)) for one in pattern), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern in which `*` and `?` are all that is special."""
    return _pattern(pattern).fullmatch(text) is not None


def listed(value: Any) -> list[Any]:
    """A policy's member as a list: a single value may stand without its brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _within(value: str, wanted: str) -> bool:
    try:
        return ip_address(value) in ip_network(wanted, strict=False)
    except ValueError:
        return False


def _number(compare: Callable[[float, float], bool]) -> _Test:
    def test(value: str, wanted: str) -> bool:
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return test


def _date(compare: Callable[[float, float], bool]) -> _Test:
    """Times in ISO 8601, or in seconds since the epoch."""

    def seconds(text: str) -> float:
        if text.isdecimal():
            return float(text)
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=at.tzinfo or UTC).timestamp()

    def test(value: str, wanted: str) -> bool:
        try:
            return compare(seconds(value), seconds(wanted))
        except ValueError:
            return False

    return test


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "equals": operator.eq,
    "lessthan": operator.lt,
    "lessthanequals": operator.le,
    "greaterthan": operator.gt,
    "greaterthanequals": operator.ge,
}
_TESTS: dict[str, _Test] = {
    "stringequals": lambda value, wanted: value == wanted,
    "stringequalsignorecase": lambda value, wanted: value.lower() == wanted.lower(),
    "stringlike": lambda value, wanted: matches(wanted, value),
    "arnequals": lambda value, wanted: matches(wanted, value),
    "arnlike": lambda value, wanted: matches(wanted, value),
    "bool": lambda value, wanted: value.lower() == wanted.lower(),
    "ipaddress": _within,
    "binaryequals": lambda value, wanted: value == wanted,
    **{f"numeric{name}": _number(compare) for name, compare in _COMPARISONS.items()},
    **{f"date{name}": _date(compare) for name, compare in _COMPARISONS.items()},
}
#: An operator that holds where the other one does not.
_NEGATED = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
}


def hold(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    """Whether all conditions of a statement hold; one with an unknown operator does not."""
    return all(
        _holds(name.lower(), context.get(key.lower()), [str(one) for one in listed(wanted)])
        for name, keys in conditions.items()
        for key, wanted in keys.items()
    )


def unanswered(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> set[str]:
    """Condition keys that the request says nothing about."""
    keys = {key for wanted in conditions.values() for key in wanted}
    return {key for key in keys if key.lower() not in context}


def _holds(full_name: str, values: Sequence[str] | None, wanted: list[str]) -> bool:
    if full_name == "null":
        return str(values is None).lower() in [one.lower() for one in wanted]
    quantifier, _, name = full_name.rpartition(":")
    name, optional = name.removesuffix("ifexists"), name.endswith("ifexists")
    negated = name in _NEGATED
    test = _TESTS.get(_NEGATED.get(name, name))
    if test is None:
        return False
    if not values:
        return optional or negated or quantifier == "forallvalues"
    fits = [any(test(value, one) for one in wanted) != negated for value in values]
    return all(fits) if quantifier == "forallvalues" or negated else any(fits)
