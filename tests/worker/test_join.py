"""Joining: the right bytes, whatever the inputs are and whenever it is interrupted."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from typing import Any

import pytest

from tests.worker.conftest import Bucket
from worker import join
from worker.checkpoint import key_for
from worker.interrupts import Interrupts
from worker.problems import InputError, InterruptedRunError, StorageError
from worker.settings import RunSettings
from worker.shard import Shard
from worker.storage import Storage

RESULT = "out/result.gz"
PARTS = 4
"""Inputs of 3 MB: more than two parts of the result."""


def settings(shard: Shard | None = None, seconds: int = 0) -> RunSettings:
    return RunSettings("bucket", "data/", RESULT, shard or Shard(), 3, seconds, 6)


def run(bucket: Bucket, storage: Storage | None = None) -> None:
    join.run(settings(), storage or bucket.storage, Interrupts())


class Interrupting(Storage):
    """Asks for the end after so many GETs."""

    def __init__(self, bucket: Bucket, interrupts: Interrupts, after: int) -> None:
        super().__init__(bucket.s3, bucket.name)
        self._interrupts = interrupts
        self._after = after

    def fetch(self, *arguments: Any) -> bytes:
        self._after -= 1
        if self._after < 0:
            self._interrupts.ask()
        return super().fetch(*arguments)


def interrupted(bucket: Bucket, after: int, seconds: int = 0) -> bool:
    """Whether a run was interrupted, which asks for the end after so many GETs."""
    interrupts = Interrupts()
    try:
        join.run(settings(seconds=seconds), Interrupting(bucket, interrupts, after), interrupts)
    except InterruptedRunError:
        return True
    return False


def filled(bucket: Bucket) -> bytes:
    """The text of a bucket with compressed and plain inputs."""
    made = random.Random(5)
    texts = [made.randbytes(3_000_000) for _ in range(PARTS)]
    for number, text in enumerate(texts):
        if number % 2:
            bucket.put(f"data/{number}.dat", text)
        else:
            bucket.put(f"data/{number}.dat.gz", gzip.compress(text, 1))
    return b"".join(texts)


def test_compressed_inputs_are_joined_as_they_are(bucket: Bucket) -> None:
    packed = [gzip.compress(f"{number}\n".encode() * 100) for number in range(30)]
    for number, one in enumerate(packed):
        bucket.put(f"data/{number:02} 日本.gz", one)
    run(bucket)
    assert bucket.get(RESULT) == b"".join(packed)
    assert bucket.keys("out/") == [RESULT]


def test_twice_gives_the_same_bytes(bucket: Bucket) -> None:
    text = filled(bucket)
    run(bucket)
    first = bucket.get(RESULT)
    assert gzip.decompress(first) == text
    bucket.s3.delete_object(Bucket=bucket.name, Key=RESULT)
    run(bucket)
    assert bucket.get(RESULT) == first
    assert bucket.uploads() == 0


@pytest.mark.parametrize("seconds", [0, 3600])
def test_however_often_it_is_interrupted_the_bytes_are_the_same(
    bucket: Bucket, seconds: int
) -> None:
    filled(bucket)
    run(bucket)
    whole = bucket.get(RESULT)
    bucket.s3.delete_object(Bucket=bucket.name, Key=RESULT)
    times = 0
    while interrupted(bucket, 4, seconds):
        times += 1
        assert bucket.keys("out/") == [key_for(RESULT)]
        assert bucket.uploads() <= 1
        assert times < 20
    assert times > 1
    assert bucket.get(RESULT) == whole
    assert bucket.keys("out/") == [RESULT]
    assert bucket.uploads() == 0


class Failing(Storage):
    """Stores so many parts, and then nothing more: as for a process that is killed."""

    def __init__(self, bucket: Bucket, parts: int) -> None:
        super().__init__(bucket.s3, bucket.name)
        self._parts = parts

    def store_part(self, key: str, upload: str, number: int, body: bytearray) -> str:
        if number > self._parts:
            raise StorageError("no more")
        return super().store_part(key, upload, number, body)


def test_what_breaks_off_goes_on_at_the_last_checkpoint(bucket: Bucket) -> None:
    text = filled(bucket)
    with pytest.raises(StorageError, match="no more"):
        run(bucket, Failing(bucket, 1))
    assert bucket.keys("out/") == [key_for(RESULT)]
    run(bucket)
    assert bucket.text(RESULT) == text
    assert bucket.keys("out/") == [RESULT]


def test_inputs_that_changed_are_joined_from_the_start(bucket: Bucket) -> None:
    filled(bucket)
    assert interrupted(bucket, 9)
    for key in bucket.keys("data/"):
        bucket.put(key, gzip.compress(b"new"))
    bucket.s3.delete_object(Bucket=bucket.name, Key="data/1.dat")
    bucket.s3.delete_object(Bucket=bucket.name, Key="data/3.dat")
    run(bucket)
    assert bucket.text(RESULT) == b"newnew"
    assert bucket.uploads() == 0


def test_an_upload_that_is_gone_is_begun_anew(bucket: Bucket) -> None:
    text = filled(bucket)
    assert interrupted(bucket, 9)
    for one in bucket.s3.list_multipart_uploads(Bucket=bucket.name)["Uploads"]:
        bucket.storage.abort(one["Key"], one["UploadId"])
    run(bucket)
    assert bucket.text(RESULT) == text


def test_a_checkpoint_that_is_none_is_left_aside(bucket: Bucket) -> None:
    bucket.put("data/a", b"text")
    bucket.put(key_for(RESULT), b"rubbish")
    run(bucket)
    assert bucket.text(RESULT) == b"text"


def test_a_damaged_input_leaves_nothing_behind(bucket: Bucket) -> None:
    filled(bucket)
    bucket.put("data/9.gz", gzip.compress(b"text")[:-1])
    with pytest.raises(InputError, match=r"s3://.*/data/9\.gz is truncated"):
        run(bucket)
    assert bucket.keys("out/") == []
    assert bucket.uploads() == 0


def test_without_inputs_there_is_nothing_to_join(bucket: Bucket) -> None:
    with pytest.raises(InputError, match="there is no input under"):
        run(bucket)


@pytest.mark.parametrize("body", [b"", b"text"])
def test_every_shard_has_a_result(bucket: Bucket, body: bytes) -> None:
    bucket.put("data/a", body)
    for index in range(2):
        join.run(settings(Shard(index, 2)), bucket.storage, Interrupts())
        assert bucket.text(RESULT) == (body if index else b"")


def test_many_small_inputs(bucket: Bucket) -> None:
    for number in range(500):
        bucket.put(f"data/{number:04}.gz", gzip.compress(b"%04d\n" % number))
    join.run(settings(seconds=5), bucket.storage, Interrupts())
    assert bucket.text(RESULT) == b"".join(b"%04d\n" % number for number in range(500))


def test_a_result_that_is_there_is_not_made_again(bucket: Bucket) -> None:
    bucket.put("data/a", b"text")
    run(bucket)
    before = bucket.s3.head_object(Bucket=bucket.name, Key=RESULT)["ETag"]
    assert not interrupted(bucket, 0)
    assert bucket.s3.head_object(Bucket=bucket.name, Key=RESULT)["ETag"] == before
    bucket.put("data/b", b" and more")
    run(bucket)
    assert bucket.text(RESULT) == b"text and more"


def test_the_main_node_waits_for_the_results_of_these_inputs(bucket: Bucket) -> None:
    bucket.put("data/a", b"old")
    bucket.put("data/b", b"old")
    join.run(settings(Shard(1, 2)), bucket.storage, Interrupts())
    bucket.put("data/b", b"new")
    main = replace(settings(Shard(0, 2)), result="out/result-00000-of-00002.gz", nodes_seconds=1)
    with pytest.raises(StorageError, match="1 of 1 other nodes have stored no result in 1 s"):
        join.run(main, bucket.storage, Interrupts())
    other = replace(settings(Shard(1, 2)), result="out/result-00001-of-00002.gz")
    join.run(other, bucket.storage, Interrupts())
    join.run(main, bucket.storage, Interrupts())
