from __future__ import annotations

import pytest

from batchdeck.logs.spill import SpillFile


def test_what_is_written_is_read_in_any_order() -> None:
    file = SpillFile()
    one, two = file.write(b"one" * 1000), file.write(b"two")
    assert file.read(two) == b"two"
    assert file.read(one) == b"one" * 1000
    file.close()
    with pytest.raises(OSError, match="nothing has been kept"):
        file.read(one)
    file.close()


def test_a_file_that_was_cut_is_told() -> None:
    file = SpillFile()
    place = file.write(b"one")
    with pytest.raises(OSError, match="shorter than it was"):
        file.read(place._replace(length=9))
    file.close()
