"""S3 over the wire."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Bucket
from worker.problems import InputError, StorageError
from worker.storage import Storage

NAMES = ["data/../../etc/passwd", "data/a b+c.gz", "data/%2e", "data/日本語 ファイル", "data//x"]


def test_any_name_is_only_a_name(bucket: Bucket) -> None:
    for name in NAMES:
        bucket.put(name, name.encode())
    bucket.put("data/folder/", b"")
    found = bucket.storage.inputs("data/")
    assert [one.key for one in found] == sorted(NAMES, key=str.encode)
    for one in found:
        assert bucket.storage.fetch(one, 0, one.size) == one.key.encode()


def test_a_stretch_of_an_object(bucket: Bucket) -> None:
    bucket.put("data/x", b"0123456789")
    (one,) = bucket.storage.inputs("data/")
    assert bucket.storage.fetch(one, 3, 6) == b"345"


def test_more_objects_than_a_page_holds(bucket: Bucket) -> None:
    for number in range(1002):
        bucket.put(f"data/{number}", b"")
    assert len(bucket.storage.inputs("data/")) == 1002


def test_an_input_that_changes_meanwhile_is_named(bucket: Bucket) -> None:
    bucket.put("data/x", b"before")
    (one,) = bucket.storage.inputs("data/")
    bucket.put("data/x", b"behind")
    with pytest.raises(InputError, match="data/x was changed or removed"):
        bucket.storage.fetch(one, 0, one.size)
    bucket.s3.delete_object(Bucket=bucket.name, Key="data/x")
    with pytest.raises(InputError, match="data/x was changed or removed"):
        bucket.storage.fetch(one, 0, one.size)


def test_what_is_not_there(bucket: Bucket) -> None:
    storage = bucket.storage
    assert storage.read("nothing") is None
    assert storage.mark("nothing") == ""
    assert not storage.has_upload("nothing", "no-such-upload")
    storage.abort("nothing", "no-such-upload")
    storage.delete("nothing")


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket) -> None:
    with pytest.raises(StorageError, match=r"s3://no-such-bucket-here/data/: NoSuchBucket"):
        Storage(bucket.s3, "no-such-bucket-here").inputs("data/")
