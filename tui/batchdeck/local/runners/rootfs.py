"""A tiny root filesystem with the demo's programs, made of what this host has.

Nothing is downloaded: the tools are a busybox, or the host's own shell and a few
commands with the libraries they are linked to.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from batchdeck.local.runners.programs import PROGRAMS

#: What the programs and a curious user need.
TOOLS = "sh cat date echo env false head ls printf seq sleep sort tail test tr true uname wc yes"
_LIBRARY = re.compile(r"(?:=>\s*|^\s*)(/\S+)", re.MULTILINE)
_USERS = "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"

#: The first process of a container ignores SIGTERM unless it says what to do about it.
_HEAD = "#!/bin/sh\ntrap 'exit 143' TERM\n"


def scripts() -> dict[str, str]:
    """The demo's programs as shell scripts, by path."""
    bodies: dict[str, str] = {}
    for one in sorted(PROGRAMS, key=lambda program: not program.word):
        text = "".join(f"{line}\n" for line in one.lines)
        body = (
            f"while IFS= read -r line; do printf '%s\\n' \"$line\"; sleep {one.pause}; done"
            f" <<'END'\n{text}END\nexit {one.exit_code}\n"
        )
        if one.word:
            body = f'if [ "$1" = {one.word} ]; then\n{body}fi\n'
        path = f"bin/{one.name}"
        bodies[path] = bodies.get(path, _HEAD) + body
    return bodies


def archive(tools: bool = True) -> bytes:
    """A tar of the root filesystem. Without `tools` only the programs.

    Raises FileNotFoundError when the host has no shell to give.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, text in scripts().items():
            add_file(tar, path, text.encode(), 0o755)
        if tools:
            add_file(tar, "etc/passwd", _USERS.encode(), 0o644)
            _add_directory(tar, "tmp", 0o1777)
            _add_tools(tar)
    return buffer.getvalue()


def _add_tools(tar: tarfile.TarFile) -> None:
    busybox = shutil.which("busybox")
    if busybox:
        add_file(tar, "bin/busybox", Path(busybox).read_bytes(), 0o755)
        for name in _applets(busybox):
            _add_link(tar, f"bin/{name}", "busybox")
        binaries = [busybox]
    else:
        binaries = list(_host_tools())
        for binary in binaries:
            add_file(tar, f"bin/{Path(binary).name}", Path(binary).read_bytes(), 0o755)
    for library in sorted({path for binary in binaries for path in libraries(binary)}):
        add_file(tar, library.lstrip("/"), Path(library).read_bytes(), 0o755)


def _host_tools() -> Iterator[str]:
    if not shutil.which("sh"):
        raise FileNotFoundError("this host has neither busybox nor a shell to make an image of")
    for name in TOOLS.split():
        if found := shutil.which(name):
            yield found


def _applets(busybox: str) -> list[str]:
    """Names the busybox answers to, without those the demo's own programs have."""
    listed = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)  # noqa: S603
    taken = {one.name for one in PROGRAMS} | {"busybox"}
    return [name for name in listed.stdout.split() if name not in taken]


def libraries(binary: str) -> list[str]:
    """Paths of the libraries a binary is linked to; none for a static one."""
    ldd = shutil.which("ldd")
    if not ldd:
        return []
    listed = subprocess.run([ldd, binary], capture_output=True, text=True, check=False)  # noqa: S603
    return _LIBRARY.findall(listed.stdout)


def add_file(tar: tarfile.TarFile, path: str, content: bytes, mode: int) -> None:
    """Put a file into a tar; `path` without a slash before it."""
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))


def _add_link(tar: tarfile.TarFile, path: str, target: str) -> None:
    entry = tarfile.TarInfo(path)
    entry.type, entry.linkname = tarfile.SYMTYPE, target
    tar.addfile(entry)


def _add_directory(tar: tarfile.TarFile, path: str, mode: int) -> None:
    entry = tarfile.TarInfo(path)
    entry.type, entry.mode = tarfile.DIRTYPE, mode
    tar.addfile(entry)
