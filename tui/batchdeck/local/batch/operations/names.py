"""Names as the filters of lists compare them."""

from __future__ import annotations


def like(text: str, pattern: str) -> bool:
    """Whether a name matches a filter's value: case does not matter, `*` may stand at the end."""
    text, pattern = text.lower(), pattern.lower()
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
