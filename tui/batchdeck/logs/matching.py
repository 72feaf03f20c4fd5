"""Finding the lines of a long text that a regular expression is found in.

Looking at a text of thousands of lines at once is many times faster than at each line, and
looking for a plain word many times faster than for an expression. What comes out is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchdeck.logs.required import AnyOf, required

_SPECIAL = frozenset(r".^$*+?{}[]\|()")
_SEES_BEYOND = re.compile(
    r"\(\?(?!:|P<\w+>)"  # lookarounds, atomic groups, flags that change the dot
    r"|\\[ABZz]"  # the ends of the whole text, and places where nothing is
    r"|[*+?}]\+"  # possessive repetitions
)
"""What a line break next to a line could change the outcome of."""
_FOLDED = ("\u0130", "\u0131", "\u017f", "\u212a")
"""What is an ASCII letter where case is ignored, though it is none and not its capital."""
SAMPLE = 16 * 1024
"""Characters of a text that tell which of several words is the rarest."""


class Matcher:
    """Says which lines of a text have what a pattern looks for."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        word, flags = pattern.pattern, pattern.flags | re.MULTILINE
        self._one = pattern if pattern.flags == flags else re.compile(word, flags)
        self._ignores_case = bool(flags & re.IGNORECASE)
        self._is_plain = bool(word) and "\n" not in word and _SPECIAL.isdisjoint(word)
        self._at_once = not (_SEES_BEYOND.search(word) or flags & (re.DOTALL | re.VERBOSE))
        self._required: list[AnyOf] = required(self._one) if self._at_once else []

    def lines(self, text: str) -> Iterator[int]:
        """Indices of the lines (parted by a line feed) that have it, in order."""
        if self._required and not (self._ignores_case and any(one in text for one in _FOLDED)):
            return self._with_words(text)
        if self._at_once:
            return self._whole(text)
        search = self._one.search
        return (index for index, line in enumerate(text.split("\n")) if search(line))

    def _with_words(self, text: str) -> Iterator[int]:
        """Look for words that must be there, and only around them for the expression."""
        folded = text.lower() if self._ignores_case else text
        search = self._one.search
        index = since = 0
        for found in _places(folded, _rarest(self._required, folded)):
            if found < since:
                continue
            start = folded.rfind("\n", 0, found) + 1
            end = folded.find("\n", found)
            end = len(folded) if end < 0 else end
            index += folded.count("\n", since, start)
            if self._is_plain or search(text[start:end]):
                yield index
            since = end

    def _whole(self, text: str) -> Iterator[int]:
        """An expression may match across line breaks: then each line is looked at by itself."""
        search = self._one.search
        index = since = 0
        found = search(text)
        while found is not None:
            index += text.count("\n", since, found.start())
            start = text.rfind("\n", 0, found.start()) + 1
            end = text.find("\n", found.start())
            end = len(text) if end < 0 else end
            if found.end() <= end or search(text[start:end]):
                yield index
            if end == len(text):
                return
            since, index = end + 1, index + 1
            found = search(text, since)


def _rarest(sets: list[AnyOf], text: str) -> AnyOf:
    """The words that are least often in the begin of a text."""
    if len(sets) == 1:
        return sets[0]
    sample = text[:SAMPLE]
    return min(sets, key=lambda words: (sum(map(sample.count, words)), -min(map(len, words))))


def _places(text: str, words: AnyOf) -> Iterator[int]:
    """Where any of these words is, in order; of the places in one line the first at least."""
    nearest = [(text.find(word), word) for word in words]
    nearest = [one for one in nearest if one[0] >= 0]
    while nearest:
        at = min(nearest)[0]
        yield at
        end = text.find("\n", at)
        if end < 0:
            return
        nearest = [
            (text.find(word, end) if place < end else place, word) for place, word in nearest
        ]
        nearest = [one for one in nearest if one[0] >= 0]
