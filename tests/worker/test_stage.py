"""Files on their way to S3."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.worker.conftest import Bucket
from worker.interrupts import Interrupts
from worker.problems import InputError, InterruptedRunError, SettingsError
from worker.stage import matching, stage


def staged(folder: Path, bucket: Bucket, pattern: str = "*.dat") -> int:
    return stage(folder, pattern, bucket.storage, "data/", 6, Interrupts())


def test_what_matches_is_compressed_and_stored(tmp_path: Path, bucket: Bucket) -> None:
    for name in ("b.dat", "a 1.dat", "日本語.dat", "empty.dat", "other.txt"):
        text = b"" if name == "empty.dat" else name.encode() * 1000
        (tmp_path / name).write_bytes(text)
    assert staged(tmp_path, bucket) == 4
    keys = ["data/a 1.dat.gz", "data/b.dat.gz", "data/empty.dat.gz", "data/日本語.dat.gz"]
    assert bucket.keys() == keys
    assert bucket.text("data/日本語.dat.gz") == "日本語.dat".encode() * 1000
    assert bucket.text("data/empty.dat.gz") == b""
    before = [bucket.get(key) for key in keys]
    staged(tmp_path, bucket)
    assert [bucket.get(key) for key in keys] == before


def test_gzip_is_stored_as_it_is_once_it_is_seen_to_be_whole(
    tmp_path: Path, bucket: Bucket
) -> None:
    packed = gzip.compress(b"text")
    (tmp_path / "a.gz").write_bytes(packed)
    staged(tmp_path, bucket, "*.gz")
    assert bucket.get("data/a.gz") == packed
    (tmp_path / "b.gz").write_bytes(packed[:-3])
    with pytest.raises(InputError, match=r"b\.gz is truncated"):
        staged(tmp_path, bucket, "*.gz")
    assert bucket.keys() == ["data/a.gz"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "a.dat").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match="leads out of"):
        matching(folder, "*.dat")


def test_what_cannot_be_stored_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no directory"):
        matching(tmp_path / "nothing", "*.dat")
    with pytest.raises(InputError, match="nothing in"):
        matching(tmp_path, "*.dat")
    with pytest.raises(SettingsError, match="--match is"):
        matching(tmp_path, "../*")
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "a.gz").write_bytes(b"")
    with pytest.raises(InputError, match="both become one object"):
        matching(tmp_path, "*")


def test_it_can_be_interrupted(tmp_path: Path, bucket: Bucket) -> None:
    (tmp_path / "a.dat").write_bytes(b"text")
    interrupts = Interrupts()
    interrupts.ask()
    with pytest.raises(InterruptedRunError):
        stage(tmp_path, "*.dat", bucket.storage, "data/", 6, interrupts)
    assert bucket.keys() == []
