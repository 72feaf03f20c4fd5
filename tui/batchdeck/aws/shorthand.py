"""The AWS CLI's shorthand syntax: `type=MEMORY,value=512`, `Ranges=[{CidrIp=10.0.0.0/8}]`.

Source: AWS CLI user guide, "Using shorthand syntax".
"""

from __future__ import annotations

import re
from typing import Any

_KEY = re.compile(r"[\w.#/:-]+(?==)")
_BARE = re.compile(r"(?:\\,|[^,\]}\"'])*")
_QUOTED = re.compile(r"'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"")
_ESCAPED = re.compile(r"\\(.)")


class ShorthandError(ValueError):
    """A text that is no shorthand; the words say where it goes wrong."""


def read_shorthand(text: str) -> dict[str, Any]:
    """Strings, lists and dicts; everything that is no list or dict stays a string.

    Raises `ShorthandError`.
    """
    reader = _Reader(text)
    found = reader.pairs("")
    if reader.at < len(text):
        raise reader.error("the end")
    return found


class _Reader:
    """A place in the text, and what can stand there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, wanted: str) -> ShorthandError:
        rest = self.text[self.at :]
        return ShorthandError(f"{wanted} expected " + (f"at {rest!r}" if rest else "at its end"))

    def pairs(self, closing: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._takes(closing):
            if found:
                self._expect(",")
            key = _KEY.match(self.text, self.at)
            if key is None:
                raise self.error("name=")
            self.at = key.end() + 1
            found[key[0]] = self._values(closing)
        return found

    def _takes(self, character: str) -> bool:
        """Whether this is the end: the closing character, or with none the end of the text."""
        if not character:
            return self.at == len(self.text)
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def _expect(self, character: str) -> None:
        if not self._takes(character):
            raise self.error(repr(character))

    def _values(self, closing: str) -> Any:
        """A value, or several with commas between them: up to the next `name=`."""
        first = self._value()
        found, several = [first], False
        while self.text.startswith(",", self.at) and not _KEY.match(self.text, self.at + 1):
            self.at, several = self.at + 1, True
            if self.text[self.at : self.at + 1] in ("", ",", closing):
                raise self.error("a value")
            found.append(self._value())
        return found if several else first

    def _value(self) -> Any:
        if self._takes("["):
            return self._list()
        if self._takes("{"):
            return self.pairs("}")
        quoted = _QUOTED.match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return _ESCAPED.sub(r"\1", quoted[1] if quoted[1] is not None else quoted[2])
        bare = _BARE.match(self.text, self.at)
        assert bare is not None
        self.at = bare.end()
        return bare[0].replace("\\,", ",").rstrip()

    def _list(self) -> list[Any]:
        found: list[Any] = []
        while not self._takes("]"):
            if found:
                self._expect(",")
            if self.at == len(self.text):
                raise self.error("']'")
            found.append(self._value())
        return found
