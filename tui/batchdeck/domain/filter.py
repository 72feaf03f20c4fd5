"""The language of `/`: what a list is narrowed to.

Terms are separated by spaces and must all hold:

    word          looked for in everything the row shows
    !word         must not be found
    column:word   looked for in that column only; !column:word must not be found there
    "two words"   quotes keep spaces together, also behind a column

A word is a regular expression. It takes capitals for small letters unless it has capitals
itself. What looks like a column but is none in the list (`align:12`) is an ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

_TERM = re.compile(
    r'(?P<no>!?)(?:(?P<column>[A-Za-z][\w-]*):)?(?:"(?P<quoted>[^"]*)"?|(?P<word>\S*))'
)
_SPECIAL = frozenset(r".^$*+?{}[]\|()")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition."""

    word: str
    """A regular expression, or plain text, which needs none."""
    column: str = ""
    """Where to look; empty: everywhere."""
    negated: bool = False

    def keep(self, items: Sequence[T], text: Callable[[T], str]) -> list[T]:
        """The items in whose text the word is found, or is not when negated."""
        word, wanted = self.word, not self.negated
        if _SPECIAL.isdisjoint(word):
            if _has_capitals(word):
                return [item for item in items if (word in text(item)) is wanted]
            return [item for item in items if (word in text(item).lower()) is wanted]
        search = expression(word).search
        return [item for item in items if (search(text(item)) is not None) is wanted]

    @property
    def whole(self) -> Term:
        """The same as an ordinary word, for a list that has no such column."""
        return Term(f"{self.column}:{self.word}", negated=self.negated)


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed after `/`."""

    text: str = ""
    """As it was typed."""
    terms: tuple[Term, ...] = ()
    error: str = ""
    """What is wrong and where; empty when it can be used. A wrong filter narrows nothing."""

    def select(
        self,
        items: Sequence[T],
        blob: Callable[[T], str],
        field: Callable[[T, str], str | None],
    ) -> Sequence[T]:
        """The items that match, in the same order.

        `blob` gives everything a word is looked for in, one text a line; it is called once per
        item and word, so it should be kept by the caller. `field` gives one column of an item,
        None when there is no such column.
        """
        kept = items
        for term in self.terms:
            if not kept:
                break
            if term.column and field(kept[0], term.column) is not None:
                kept = term.keep(kept, _column(field, term.column))
            else:
                kept = (term.whole if term.column else term).keep(kept, blob)
        return kept

    def matches(self, columns: Mapping[str, str]) -> bool:
        """Whether one row, given as column id to text, matches."""
        rows = (columns,)
        return bool(
            self.select(rows, lambda row: "\n".join(row.values()), lambda row, name: row.get(name))
        )


def parse(text: str) -> Filter:
    """Read what was typed. Never raises: what cannot be used has an `error`."""
    terms = []
    for found in _TERM.finditer(text):
        word = found["word"] or found["quoted"]
        if not word:
            continue
        try:
            expression(word)
        except re.error as error:
            return Filter(text, error=explain(word, error))
        terms.append(Term(word, (found["column"] or "").lower(), bool(found["no"])))
    return Filter(text, tuple(terms))


def _column(field: Callable[[T, str], str | None], name: str) -> Callable[[T], str]:
    return lambda item: field(item, name) or ""


def finder(word: str) -> Callable[[str], bool]:
    """A test whether a text has the word in it; the cheapest one that does.

    Raises `re.error` when the word is a broken expression.
    """
    if not _SPECIAL.isdisjoint(word):
        search = expression(word).search
        return lambda text: search(text) is not None
    if _has_capitals(word):
        return lambda text: word in text
    return lambda text: word in text.lower()


def expression(word: str) -> re.Pattern[str]:
    """The regular expression of a word, case ignored unless it has capitals.

    Raises `re.error` when it is broken; `explain` puts that into words.
    """
    return re.compile(word, re.MULTILINE if _has_capitals(word) else re.MULTILINE | re.IGNORECASE)


def explain(word: str, error: re.error) -> str:
    """What is wrong with a word, and where."""
    at = "" if error.pos is None else f" at character {error.pos + 1}"
    return f"{word}: {error.msg}{at}"


def _has_capitals(word: str) -> bool:
    """Whether case matters; the capital of a class such as `\\S` is not one."""
    bare = re.sub(r"\\.", "", word)
    return bare != bare.lower()
