"""Which lines of a log tell of something that went wrong."""

from __future__ import annotations

import re

PATTERN = (
    r"ERROR\b|FATAL\b|CRITICAL\b|SEVERE\b|PANIC\b|EMERG(?:ENCY)?\b"
    r"|Error(?:[:(]| at |$)|Exception(?:[:(]| at |$)|error:|fatal(?: error)?:|panic:"
    r"|Traceback \(most recent call last\)|Caused by:|Segmentation fault|Out of memory"
    r"|\"(?:log\.)?(?:level|severity|levelname|lvl)\"\s*:\s*"
    r"(?:\"(?:[Ee]rr|[Ff]atal|[Cc]rit|[Ss]evere|[Pp]anic|[Aa]lert|[Ee]merg"
    r"|ERR|FATAL|CRIT|SEVERE|PANIC|ALERT|EMERG)|[56]0\b)"
)
"""As people and libraries write it: a word in capitals, a name of an error before its colon, a
level of JSON. `0 errors` and `error_rate=0` are none.

Every way begins with a letter: so the expression skips from one such letter to the next, and
looks through a million lines in about a second.
"""
TROUBLE = re.compile(PATTERN, re.MULTILINE)
_WARNING = re.compile(r"\b(?:WARN|WARNING)\b")


def is_trouble(text: str) -> bool:
    """Whether a line tells of an error."""
    return TROUBLE.search(text) is not None


def severity(level: str) -> str:
    """`error`, `warning` or nothing, for a level as programs name it."""
    word = level.upper()
    if word in {"ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "SEVERE", "PANIC", "ALERT", "EMERG"}:
        return "error"
    return "warning" if _WARNING.fullmatch(word) else ""
