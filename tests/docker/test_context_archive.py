from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from batchdeck.docker.context import read_context
from batchdeck.docker.context_archive import OUTSIDE, PIECE, archive, dockerfile_name
from batchdeck.docker.errors import ContextError
from batchdeck.domain.image_build import BuildContext


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    (made / "Dockerfile").write_text("FROM scratch\n")
    return made


async def packed(context: BuildContext) -> tarfile.TarFile:
    """The archive, read back."""
    content = b"".join([piece async for piece in archive(context)])
    assert len(content) % tarfile.BLOCKSIZE == 0
    return tarfile.open(fileobj=io.BytesIO(content))


async def test_everything_arrives_as_it_is(folder: Path) -> None:
    large = os.urandom(PIECE * 2 + 7)
    (folder / "large").write_bytes(large)
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("run.sh")
    (folder / ("長い名前" * 15)).write_text("long")
    with await packed(await read_context(folder)) as tar:
        assert tar.extractfile("large").read() == large  # type: ignore[union-attr]
        assert tar.getmember("run.sh").mode == 0o755
        assert tar.getmember("empty").isdir()
        assert tar.getmember("link").linkname == "run.sh"
        assert tar.getmember("長い名前" * 15).size == 4
        assert {(entry.uid, entry.gid) for entry in tar} == {(0, 0)}


async def test_the_dockerfile_goes_as_it_was_read(folder: Path) -> None:
    (folder / "Dockerfile").write_bytes(b"FROM scratch\n# \xff\n")
    context = await read_context(folder)
    (folder / "Dockerfile").write_text("FROM something-else\n")
    assert dockerfile_name(context) == "Dockerfile"
    with await packed(context) as tar:
        assert tar.getnames().count("Dockerfile") == 1
        assert tar.extractfile("Dockerfile").read() == b"FROM scratch\n# \xff\n"  # type: ignore[union-attr]


async def test_a_dockerfile_from_outside_goes_along(folder: Path) -> None:
    outside = folder.parent / "Dockerfile"
    outside.write_text("FROM busybox\n")
    context = await read_context(folder, outside)
    assert dockerfile_name(context) == OUTSIDE
    with await packed(context) as tar:
        assert tar.extractfile(OUTSIDE).read() == b"FROM busybox\n"  # type: ignore[union-attr]
        assert tar.extractfile("Dockerfile").read() == b"FROM scratch\n"  # type: ignore[union-attr]


async def test_a_file_that_grows_meanwhile_spoils_nothing(folder: Path) -> None:
    (folder / "a.log").write_bytes(b"x" * PIECE * 3)
    (folder / "z").write_text("last")
    context = await read_context(folder)
    pieces = archive(context)
    content = await anext(pieces)
    with (folder / "a.log").open("ab") as log:
        log.write(b"more")
    content += b"".join([piece async for piece in pieces])
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        assert tar.getmember("a.log").size == PIECE * 3
        assert tar.extractfile("z").read() == b"last"  # type: ignore[union-attr]


async def test_a_file_that_shrinks_or_goes_is_told(folder: Path) -> None:
    (folder / "a.log").write_bytes(b"x" * PIECE * 3)
    (folder / "b").write_text("b")
    context = await read_context(folder)
    pieces = archive(context)
    await anext(pieces)
    os.truncate(folder / "a.log", 10)
    with pytest.raises(ContextError, match=r"a\.log became shorter"):
        assert [piece async for piece in pieces]
    (folder / "b").unlink()
    with pytest.raises(ContextError, match="b: No such file"):
        assert [piece async for piece in archive(context)]
