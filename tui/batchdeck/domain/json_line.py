"""A line of a log that is one JSON object: its message, its level, and the other fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

LONGEST = 65_536
"""Characters up to which a line is looked into; a longer one stays as it is."""
MESSAGES = ("message", "msg", "log", "event")
"""Where programs put what they say, the most usual first."""
LEVELS = ("level", "severity", "levelname", "lvl", "log.level")
NUMBERS = {10: "TRACE", 20: "DEBUG", 30: "INFO", 40: "WARN", 50: "ERROR", 60: "FATAL"}
"""The levels of bunyan and pino."""


@dataclass(frozen=True, slots=True)
class JsonLine:
    """What an object says. Texts are as they were escaped: not safe to paint as they are."""

    message: str
    level: str = ""
    """In capitals; empty where none is given."""
    fields: tuple[tuple[str, str], ...] = ()
    """All others in their order; what is no text is JSON again."""


@lru_cache(maxsize=512)
def json_line(text: str) -> JsonLine | None:
    """The object in a line; None where the line is anything else, or says nothing."""
    if not text.startswith("{") or not text.rstrip().endswith("}") or len(text) > LONGEST:
        return None
    try:
        found = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    if not isinstance(found, dict):
        return None
    message = next((key for key in MESSAGES if isinstance(found.get(key), str)), None)
    if message is None:
        return None
    key, level = _level(found)
    others = tuple((name, _text(found[name])) for name in found if name not in {message, key})
    return JsonLine(found[message], level, others)


def _level(found: Mapping[str, Any]) -> tuple[str, str]:
    """The field that holds the level, and the level in capitals."""
    for key in LEVELS:
        value = found.get(key)
        if isinstance(value, str) and value:
            return key, value.upper()
        if type(value) is int and value in NUMBERS:
            return key, NUMBERS[value]
    return "", ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
