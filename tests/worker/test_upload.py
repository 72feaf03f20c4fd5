"""Objects that appear when they are whole."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.worker.conftest import Bucket
from worker.problems import StorageError
from worker.storage import Storage
from worker.upload import LEAST_PART, MOST_PARTS, Upload, part_size

TEXT = random.Random(4).randbytes(2 * LEAST_PART + 1000)


def test_parts_are_as_small_as_they_may_be() -> None:
    assert part_size(0) == part_size(10**9) == LEAST_PART
    assert part_size(10**12) * MOST_PARTS > 10**12


def test_a_small_object_needs_no_parts(bucket: Bucket) -> None:
    upload = Upload(bucket.storage, "x", LEAST_PART, "mark")
    assert not upload.write(b"text")
    assert upload.stored().upload == ""
    upload.finish()
    assert bucket.get("x") == b"text"


def test_a_large_one_appears_at_the_end(bucket: Bucket) -> None:
    upload = Upload(bucket.storage, "x", LEAST_PART, "mark")
    for at in range(0, len(TEXT), 700_001):
        upload.write(TEXT[at : at + 700_001])
    assert len(upload.stored().etags) == 2
    assert bucket.keys() == []
    upload.finish()
    assert bucket.get("x") == TEXT
    assert bucket.storage.mark("x") == "mark"


def test_another_process_goes_on_with_it(bucket: Bucket) -> None:
    first = Upload(bucket.storage, "x", LEAST_PART, "mark")
    half = LEAST_PART + 500
    first.write(TEXT[:half])
    second = Upload(bucket.storage, "x", LEAST_PART, "mark", first.stored())
    second.write(TEXT[half:])
    second.finish()
    assert bucket.get("x") == TEXT


def test_nothing_is_left_of_what_is_discarded(bucket: Bucket) -> None:
    upload = Upload(bucket.storage, "x", LEAST_PART, "mark")
    upload.write(TEXT)
    upload.discard()
    assert bucket.keys() == []
    assert bucket.uploads() == 0


class Forgetful(Storage):
    """Completes, and then says what S3 says to who asks twice."""

    def __init__(self, client: Any, bucket: str, *, really: bool) -> None:
        super().__init__(client, bucket)
        self._really = really

    def complete(self, key: str, upload: str, etags: list[str]) -> None:
        if self._really:
            super().complete(key, upload, etags)
        raise StorageError("the answer was lost", "NoSuchUpload")


def test_an_upload_is_complete_though_the_answer_was_lost(bucket: Bucket) -> None:
    upload = Upload(Forgetful(bucket.s3, bucket.name, really=True), "x", LEAST_PART, "mark")
    upload.write(TEXT)
    upload.finish()
    assert bucket.get("x") == TEXT


def test_an_upload_that_is_gone_is_an_error(bucket: Bucket) -> None:
    upload = Upload(Forgetful(bucket.s3, bucket.name, really=False), "x", LEAST_PART, "mark")
    upload.write(TEXT)
    with pytest.raises(StorageError):
        upload.finish()
