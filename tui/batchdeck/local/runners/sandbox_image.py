"""The image of the sandboxes: this host's Python with one program, and `sleep`.

Nothing is downloaded for it, as for the demo's image. The interpreter brings no more of its
library than it needs to start.
"""

from __future__ import annotations

import hashlib
import io
import platform
import shutil
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from batchdeck.local.runners.docker_engine import DockerEngine, has_image
from batchdeck.local.runners.rootfs import add_file, libraries

REPOSITORY = "batchdeck-sandbox"
PROGRAM = "/program.py"
_MODULES = (
    *("encodings", "encodings.aliases", "encodings.utf_8", "encodings.ascii"),
    *("encodings.latin_1", "os", "struct", "_struct", "_socket"),
)


class SandboxImageError(Exception):
    """This host has nothing to make the image of that the engine could run."""


def interpreter() -> str:
    """The path of this Python's binary, the same on this host and in the image."""
    return str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())


def obstacle(engine: DockerEngine) -> str:
    """Why the engine can have no such image; empty when nothing is known against it."""
    if platform.system() != "Linux" or platform.machine() != engine.architecture:
        return f"the engine's machine is not this one ({engine.architecture})"
    if not engine.client.base_url.startswith("http+docker:"):
        return f"the engine is reached over the network ({engine.client.base_url})"
    if not (_sleep() and shutil.which("ldd")):
        return "this host has no sleep or no ldd"
    return ""


def ensure_image(engine: DockerEngine) -> str:
    """The image's name in the engine, which has it then. Blocks while it is being made.

    Raises SandboxImageError and docker's errors.
    """
    if problem := obstacle(engine):
        raise SandboxImageError(problem)
    files = {path: Path(source).read_bytes() for path, source in _files()}
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path} {len(content)} ".encode() + content)
    tag = digest.hexdigest()[:12]
    if not has_image(engine.client, f"{REPOSITORY}:{tag}"):
        engine.client.import_image_from_data(_archive(files), repository=REPOSITORY, tag=tag)
    return f"{REPOSITORY}:{tag}"


def _sleep() -> str:
    return shutil.which("busybox") or shutil.which("sleep") or ""


def _files() -> Iterator[tuple[str, str]]:
    """What the image holds, and where it is here."""
    sleep = _sleep()
    yield "/bin/sleep", sleep
    yield PROGRAM, str(Path(__file__).with_name("sandbox_program.py"))
    python = interpreter()
    yield python, python
    # How the interpreter recognises its library: by `os.py`, which is frozen into it.
    library = sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix})
    yield f"{library}/os.py", f"{library}/os.py"
    extensions = []
    for name in _MODULES:
        origin = getattr(find_spec(name), "origin", None)
        if origin and Path(origin).is_file():
            yield origin, origin
            if not origin.endswith(".py"):
                extensions.append(origin)
    for binary in (sleep, python, *extensions):
        for shared in libraries(binary):
            yield shared, shared


def _archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, content in files.items():
            add_file(tar, path.lstrip("/"), content, 0o755)
    return buffer.getvalue()
