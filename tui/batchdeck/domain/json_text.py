"""JSON as text that is safe to paint and still the same JSON."""

from __future__ import annotations

import json
from typing import Any

from batchdeck.domain.clean import UNSAFE


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON, on one line unless it is indented; what a terminal would obey stands as `\\u....`.

    What JSON does not know is written as its `str`: a `Secret` as its mask.
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, separators=separators, indent=indent, default=str)
    if indent is None:
        return _escaped(text)
    return "\n".join(map(_escaped, text.split("\n")))


def _escaped(text: str) -> str:
    return UNSAFE.sub(lambda unsafe: json.dumps(unsafe[0])[1:-1], text)
