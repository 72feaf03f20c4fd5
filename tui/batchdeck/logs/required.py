"""Plain words without which a regular expression finds nothing: they are found much faster."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

SHORTEST = 2
"""Characters of a word that is worth looking for first."""
MOST = 8
"""Words of which one must be there, at most."""
_OF_GROUP = 3
"""Where the parser keeps what is in a group."""

AnyOf = tuple[str, ...]
"""One of these words is in whatever matches."""


def required(pattern: re.Pattern[str]) -> list[AnyOf]:
    """Sets of words, of each of which one is in whatever matches; none where that is unknown.

    For expressions without flags inside. Words of an expression that ignores case are given in
    small letters, and only ASCII ones.
    """
    parser: Any = getattr(re, "_parser", None)  # What `re.compile` itself uses; not public.
    if parser is None:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # As where it was compiled.
        found = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    if pattern.flags & re.IGNORECASE:
        found = [tuple(word.lower() for word in words) for words in found]
        found = [words for words in found if all(map(str.isascii, words))]
    return [words for words in found if not any("\n" in word for word in words)]


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> list[AnyOf]:
    """What is required by parts that follow one another: the words of each of them."""
    found: list[AnyOf] = []
    word = ""
    for operation, argument in parts:
        if str(operation) == "LITERAL":
            word += chr(argument)
            continue
        found += _long_enough([(word,)])
        word = ""
        found += _of_part(str(operation), argument)
    return found + _long_enough([(word,)])


def _of_part(operation: str, argument: Any) -> list[AnyOf]:
    if operation == "SUBPATTERN":
        return _of_sequence(argument[_OF_GROUP])
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    if operation == "BRANCH":
        return _of_branches(argument[1])
    return []


def _of_branches(branches: Sequence[Iterable[tuple[Any, Any]]]) -> list[AnyOf]:
    """One word of each branch together: at least one of them is there."""
    each = [max(_of_sequence(branch), key=_worth, default=()) for branch in branches]
    if not all(each):
        return []
    return _long_enough([tuple(dict.fromkeys(word for words in each for word in words))])


def _worth(words: AnyOf) -> int:
    return min(map(len, words))


def _long_enough(found: list[AnyOf]) -> list[AnyOf]:
    return [words for words in found if len(words) <= MOST and _worth(words) >= SHORTEST]
