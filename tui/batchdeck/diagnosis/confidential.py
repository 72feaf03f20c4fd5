"""Keeps credentials out of a report that leaves the console.

The gateways mask the values of environment variables. Free texts are another matter: a program
may die with its password in its last words, which AWS then gives as the reason.
"""

from __future__ import annotations

import re
from typing import Any

from batchdeck.domain.job import JobDetail
from batchdeck.domain.secret import MASK

_WORDS = r"passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|credential"
_NAME = re.compile(_WORDS, re.IGNORECASE)
_ASSIGNED = re.compile(
    rf"([\w.-]*(?:{_WORDS})[\w.-]*(?:\s?=\s?|[\"']\s?:\s?))(\"[^\"]*\"|'[^']*'|[^\s,;&\"'\[{{]+)",
    re.IGNORECASE,
)
"""A name that speaks for itself, and what it is given: `db_password=x`, `"token": "x"`."""
_SHAPES = (
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),  # The id of an access key.
    re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"),  # User and password in a URL.
    re.compile(r"(?<=bearer )[\w.~+/=-]{8,}", re.IGNORECASE),
)
_HINT = re.compile(rf"AKIA|ASIA|://|bearer|{_WORDS}", re.IGNORECASE)
"""What every text has in it that one of these is found in."""
_SHORTEST = 4
"""Shorter values are everywhere: replacing them would make a text unreadable."""


def without_secrets(tree: Any, job: JobDetail | None) -> Any:
    """Text, or a tree of lists and dicts with texts, in which credentials are masked.

    Masked are values of the job's variables whose names say that they are credentials, what
    such a name is given in a text, and what has the shape of a key, a bearer token or a
    password in a URL.
    """
    values = () if job is None else _values(job)
    return _masked(tree, values)


def _values(job: JobDetail) -> tuple[str, ...]:
    """The longest first: one may be part of another."""
    found = {
        variable.value.reveal()
        for container in job.containers
        for variable in container.environment
        if _NAME.search(variable.name)
    }
    return tuple(sorted((one for one in found if len(one) >= _SHORTEST), key=len, reverse=True))


def _masked(tree: Any, values: tuple[str, ...]) -> Any:
    if isinstance(tree, dict):
        return {name: _masked(member, values) for name, member in tree.items()}
    if isinstance(tree, list):
        return [_masked(member, values) for member in tree]
    return _text(tree, values) if isinstance(tree, str) else tree


def _text(text: str, values: tuple[str, ...]) -> str:
    for value in values:
        text = text.replace(value, MASK)
    if _HINT.search(text) is None:  # So it is with nearly every text.
        return text
    for shape in _SHAPES:
        text = shape.sub(MASK, text)
    return _ASSIGNED.sub(lambda match: match[1] + MASK, text)
