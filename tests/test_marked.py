from __future__ import annotations

import pytest

from tests.marked import written_between


def test_only_what_is_between_the_marks_is_written() -> None:
    document = "Before\n<!-- a -->\nold\n<!-- /a -->\nAfter\n"
    expected = "Before\n<!-- a -->\nnew\n<!-- /a -->\nAfter\n"
    assert written_between(document, "<!-- a -->", "<!-- /a -->", "new") == expected


def test_a_document_without_the_marks_is_refused() -> None:
    with pytest.raises(AssertionError, match="is not in the document"):
        written_between("Before\n", "<!-- a -->", "<!-- /a -->", "new")
