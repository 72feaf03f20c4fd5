from __future__ import annotations

import pytest

from batchdeck.domain.byte_size import size_text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (150 * 1024, "150 KiB"),
        (1_468_006, "1.4 MiB"),
        (3 * 1024**4, "3.0 TiB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
