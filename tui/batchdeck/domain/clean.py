"""The one place where text from outside becomes text that is safe to paint.

A log line may carry an escape sequence that writes to the operator's clipboard, a job name
may turn the reading direction of the whole line. Everything AWS or a container engine
sends passes through here once, when it becomes a domain object; nothing above cleans again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

#: What a line break becomes: one line in, one line out.
NEWLINE = "⏎"
#: What a character becomes that stands for nothing, such as half a surrogate pair.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"

_INVISIBLE = (
    "\u061c\u200e\u200f"  # Marks that turn the reading direction.
    "\u2028\u2029"  # Line and paragraph separators.
    "\u202a-\u202e\u2066-\u2069"  # Embeddings, overrides and isolates.
    "\u206a-\u206f\ufff9-\ufffb"  # Deprecated formatting, interlinear notes.
    "\ufeff\U000e0001"  # Byte order mark, language tag.
)
#: Any character that must not reach a terminal as it is.
UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_INVISIBLE}]")

# Linear in the length of the text: no part can match where another sequence starts. A string
# that never ends loses only its start; what follows it stays to be read.
_SEQUENCE = re.compile(
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])"  # OSC, DCS, SOS, PM, APC ...
    "[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\\\|\x9c)"  # ... up to their end
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI, colours among them
    "|\x1b[ -/]*[0-~]?"  # every other escape
)
_BREAK = re.compile(r"\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]")
_TAB = "    "
_PRINTABLE = bytes(range(0x20, 0x7F))
"""All of ASCII that is."""


def clean(text: str) -> str:
    """`text` as one line without anything a terminal would obey.

    Escape sequences go as a whole, tabs become spaces, line breaks in the middle a mark;
    other control characters and direction marks are dropped. Wide characters, combining
    marks and joined emoji stay.
    """
    if text.isprintable() or UNSAFE.search(text) is None:
        return text
    text = _SEQUENCE.sub("", text).rstrip("\r\n").replace("\t", _TAB)
    return UNSAFE.sub(_replacement, _BREAK.sub(NEWLINE, text))


def clean_all(texts: Sequence[str]) -> Sequence[str]:
    """Each text cleaned; `texts` itself where none needs it, which is told without a loop."""
    together = "".join(texts)
    if together.isascii():  # Thrice as fast as to ask for what is printable.
        is_clean = not together.encode().translate(None, _PRINTABLE)
    else:
        is_clean = together.isprintable() or UNSAFE.search(together) is None
    if is_clean:
        return texts
    return [clean(text) for text in texts]


def clean_tree(value: Any) -> Any:
    """A JSON-like document with every string in it cleaned, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): clean_tree(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_tree(member) for member in value]
    return value


def _replacement(match: re.Match[str]) -> str:
    return UNREADABLE if "\ud800" <= match[0] <= "\udfff" else ""
