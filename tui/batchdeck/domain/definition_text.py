"""A definition as the text that is edited, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from batchdeck.domain.clean import clean
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.json_text import json_text


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Why a text is no JSON object, and where."""

    line: int
    """From 1."""
    column: int
    """From 1."""
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class _RepeatedNameError(ValueError):
    """A name that stands twice in one object: JSON would silently take the last one."""


def editable(document: DefinitionDocument) -> bytes:
    """The document as indented JSON with all its values as they are, secrets too."""
    return (json_text(document.plain, indent=2) + "\n").encode()


def read(content: bytes) -> dict[str, Any] | TextProblem:
    """The object in a text as an editor left it, or the first thing wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        byte = f"the byte 0x{content[error.start]:02x} is not UTF-8: write the text in UTF-8"
        return _at(before, len(before), byte)
    if not text.strip():
        return TextProblem(1, 1, "the text is empty; a definition is an object in {braces}")
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        return TextProblem(error.lineno, error.colno, _words(error, text))
    except _RepeatedNameError as error:
        name = str(error)
        return _at(
            text,
            text.rfind(json.dumps(name, ensure_ascii=False)),
            f"{json_text(name)} stands twice",
        )
    except ValueError as error:
        return _at(text, text.find(str(error)), f"{error} is no number that JSON knows")
    except RecursionError:
        return TextProblem(1, 1, "too many brackets within brackets")
    if not isinstance(found, Mapping):
        return TextProblem(1, 1, "a definition is an object in {braces}")
    return dict(found)


def _words(error: json.JSONDecodeError, text: str) -> str:
    """What Python says, in lower case, and what stands at the place."""
    there = clean(text[error.pos : error.pos + 20].split("\n")[0])
    found = f"; there is: {there}" if there.strip() else "; there the line ends"
    return error.msg[:1].lower() + error.msg[1:] + found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _RepeatedNameError(name)
        found[name] = value
    return found


def _constant(word: str) -> Any:
    raise ValueError(word)


def _at(text: str, place: int, message: str) -> TextProblem:
    before = text[: max(0, place)]
    return TextProblem(before.count("\n") + 1, len(before) - before.rfind("\n"), message)
