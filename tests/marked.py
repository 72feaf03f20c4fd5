"""Parts of a document that are written from the code, between two marks."""

from __future__ import annotations


def written_between(document: str, begin: str, end: str, content: str) -> str:
    """The document with `content` between the marks, and nothing else changed."""
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    assert found, f"{begin} is not in the document"
    assert closed, f"{end} is not in the document"
    return f"{before}{begin}\n{content}\n{end}{after}"
