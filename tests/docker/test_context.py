from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from batchdeck.docker.context import read_context
from batchdeck.docker.errors import ContextError
from tests.docker.nobody import as_nobody, as_root

READ = """
from pathlib import Path
from batchdeck.docker.context import read_context
work = read_context(Path(sys.argv[1]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a Dockerfile and some files."""
    made = tmp_path / "project"
    (made / "src/deep").mkdir(parents=True)
    (made / "Dockerfile").write_text("FROM scratch\n")
    (made / "src/app.py").write_bytes(b"x" * 100)
    (made / "src/deep/more.py").write_bytes(b"x" * 50)
    (made / "README.md").write_bytes(b"x" * 20)
    return made


async def test_what_a_build_would_see(folder: Path) -> None:
    context = await read_context(folder)
    assert context.paths == (
        *("Dockerfile", "README.md", "src", "src/app.py", "src/deep", "src/deep/more.py"),
    )
    assert (context.files, context.size, context.ignored) == (4, 183, 0)
    assert [(entry.path, entry.size) for entry in context.biggest] == [
        ("src/", 150),
        ("README.md", 20),
        ("Dockerfile", 13),
    ]
    assert context.folder == folder
    assert context.dockerfile == folder / "Dockerfile"
    assert context.instructions == "FROM scratch\n"


async def test_what_is_ignored_stays_behind(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/objects").write_bytes(b"x" * 10_000)
    (folder / ".dockerignore").write_text("\ufeff# a comment\n.git\n\nsrc/*\n!src/app.py\n*.md\n")
    context = await read_context(folder)
    assert context.paths == (".dockerignore", "Dockerfile", "src", "src/app.py")
    # The folder .git, src/deep and README.md.
    assert context.ignored == 3
    assert context.size < 1_000


async def test_the_dockerfile_is_sent_even_when_it_is_ignored(folder: Path) -> None:
    (folder / ".dockerignore").write_text("*\n")
    assert "Dockerfile" in (await read_context(folder)).paths


async def test_a_dockerfile_may_have_an_ignore_file_of_its_own(folder: Path) -> None:
    (folder / "job.Dockerfile").write_text("FROM scratch\n")
    (folder / "job.Dockerfile.dockerignore").write_text("src\n")
    (folder / ".dockerignore").write_text("README.md\n")
    context = await read_context(folder, Path("job.Dockerfile"))
    assert "README.md" in context.paths
    assert "src" not in context.paths


async def test_a_dockerfile_outside_the_folder(folder: Path) -> None:
    outside = folder.parent / "elsewhere.Dockerfile"
    outside.write_text("FROM busybox\n")
    for named in (outside, Path("../elsewhere.Dockerfile")):
        context = await read_context(folder, named)
        assert context.dockerfile == outside.resolve()
        assert context.instructions == "FROM busybox\n"
        assert not [path for path in context.paths if "elsewhere" in path]


async def test_links_are_links_even_when_they_lead_nowhere(folder: Path) -> None:
    (folder / "dangling").symlink_to("/nowhere/at/all")
    (folder / "src/up").symlink_to("..")
    context = await read_context(folder)
    assert {"dangling", "src/up"} <= {*context.paths}
    assert "src/up/README.md" not in context.paths
    assert context.size == 183


@pytest.mark.parametrize("kind", ["socket", "named pipe"])
async def test_what_no_image_can_hold(folder: Path, kind: str) -> None:
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(folder / "src/odd"))
    else:
        os.mkfifo(folder / "src/odd")
    with pytest.raises(ContextError, match=f"src/odd is a {kind}") as caught:
        await read_context(folder)
    assert ".dockerignore" in caught.value.advice
    (folder / ".dockerignore").write_text("src/odd\n")
    assert (await read_context(folder)).ignored == 1


async def test_a_name_that_a_terminal_would_obey(folder: Path) -> None:
    os.mkfifo(folder / "\x1b[2Jodd")
    with pytest.raises(ContextError) as caught:
        await read_context(folder)
    assert str(caught.value).startswith("odd is a named pipe")


async def test_no_dockerfile(folder: Path) -> None:
    (folder / "Dockerfile").unlink()
    with pytest.raises(ContextError, match=f"no Dockerfile at {folder}/Dockerfile"):
        await read_context(folder)
    with pytest.raises(ContextError, match=f"no Dockerfile at {folder}/other"):
        await read_context(folder, Path("other"))


@pytest.mark.parametrize("content", [b"", b" \n\n"])
async def test_a_dockerfile_without_a_word(folder: Path, content: bytes) -> None:
    (folder / "Dockerfile").write_bytes(content)
    with pytest.raises(ContextError, match="Dockerfile is empty"):
        await read_context(folder)


async def test_a_dockerfile_that_is_none(folder: Path) -> None:
    dockerfile = folder / "Dockerfile"
    dockerfile.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(ContextError, match="larger than 1 MiB"):
        await read_context(folder)
    dockerfile.unlink()
    dockerfile.mkdir()
    with pytest.raises(ContextError, match="is no file"):
        await read_context(folder)
    dockerfile.rmdir()
    os.mkfifo(dockerfile)
    with pytest.raises(ContextError, match="is no file"):
        await read_context(folder)
    dockerfile.unlink()
    dockerfile.symlink_to("/nowhere")
    with pytest.raises(ContextError, match="No such file"):
        await read_context(folder)


async def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ContextError, match="nowhere: No such file"):
        await read_context(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(ContextError, match="file is no folder"):
        await read_context(tmp_path / "file")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ContextError, match="loop: "):
        await read_context(tmp_path / "loop")


@as_root
def test_a_file_that_may_not_be_read(folder: Path, open_folder: Path) -> None:
    folder = folder.rename(open_folder / "project")
    (folder / "README.md").chmod(0)
    kind, message, advice = as_nobody(READ, folder)
    assert (kind, message) == ("ContextError", "README.md may not be read")
    assert ".dockerignore" in advice
    (folder / "src").chmod(0o700)
    assert as_nobody(READ, folder)[:2] == ("ContextError", f"{folder}/src: Permission denied")
