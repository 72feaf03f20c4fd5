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
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
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

    def fits(self, texts: Iterable[str]) -> list[bool]:
        """For each text whether the word is found in it, or is not when negated."""
        word, wanted = self.word, not self.negated
        if _SPECIAL.isdisjoint(word):
            if _has_capitals(word):
                return [(word in text) is wanted for text in texts]
            return [(word in text.lower()) is wanted for text in texts]
        search = expression(word).search
        return [(search(text) is not None) is wanted for text in texts]

    def narrows(self, other: Term) -> bool:
        """Whether whatever matches this one certainly matches the other, too."""
        if self == other:
            return True
        plain = _SPECIAL.isdisjoint(self.word + other.word)
        return (
            plain
            and self.column == other.column
            and not (self.negated or other.negated)
            and other.word in self.word
        )

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
        texts: Sequence[str],
        field: Callable[[T, str], str | None],
    ) -> tuple[Sequence[T], Sequence[str]]:
        """The items that match, in the same order, and their texts.

        `texts` is for each item everything a word is looked for in, one text a line. `field`
        gives one column of an item, None when there is no such column.
        """
        for term in self.terms:
            if not items:
                break
            if term.column and field(items[0], term.column) is not None:
                fits = term.fits(field(item, term.column) or "" for item in items)
            else:
                fits = (term.whole if term.column else term).fits(texts)
            items, texts = list(compress(items, fits)), list(compress(texts, fits))
        return items, texts

    def narrows(self, other: Filter) -> bool:
        """Whether all that matches this one is among what matches the other."""
        return len(self.terms) >= len(other.terms) and all(
            mine.narrows(theirs) for mine, theirs in zip(self.terms, other.terms, strict=False)
        )

    def matches(self, columns: Mapping[str, str]) -> bool:
        """Whether one row, given as column id to text, matches."""
        text = "\n".join(columns.values())
        found, _ = self.select((columns,), (text,), lambda row, name: row.get(name))
        return bool(found)


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
    flags = re.MULTILINE if _has_capitals(word) else re.MULTILINE | re.IGNORECASE
    with warnings.catch_warnings():
        # Of what may mean something else some day: it would be written into the screen.
        warnings.simplefilter("ignore", FutureWarning)
        return re.compile(word, flags)


def explain(word: str, error: re.error) -> str:
    """What is wrong with a word, and where."""
    at = "" if error.pos is None else f" at character {error.pos + 1}"
    return f"{word}: {error.msg}{at}"


def _has_capitals(word: str) -> bool:
    """Whether case matters; the capital of a class such as `\\S` is not one."""
    bare = re.sub(r"\\.", "", word)
    return bare != bare.lower()
