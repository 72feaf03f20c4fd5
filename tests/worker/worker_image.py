"""The worker's image, built from its Dockerfile on a base made of this machine's Python."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

from docker import DockerClient

from batchdeck.local.runners.docker_engine import has_image
from batchdeck.local.runners.rootfs import add_file, archive, libraries
from batchdeck.local.runners.sandbox_image import interpreter
from tests.sources import ROOT

CONTEXT = ROOT / "worker"
BASE = "batchdeck-worker-base"
_RECIPE = 2
"""Another number when the way the base is made changes."""
_WHEELS = "wheels"
_NEEDLESS = {
    *("__pycache__", "site-packages", "dist-packages", "test", "tests", "idlelib", "lib2to3"),
    *("tkinter", "turtledemo", "ensurepip", "pydoc_data"),
}
_SERVICES = {"s3", "logs", "sts", "sso", "sso-oidc", "batch"}
"""Of the four hundred: more take a while to pack and to install, and are removed again."""
_PACKAGES = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")


def build(engine: DockerClient, folder: Path, *, cached: bool = True) -> str:
    """The id of the image; `folder` is an empty one to build in."""
    context = folder / "context"
    shutil.copytree(CONTEXT, context, ignore=shutil.ignore_patterns("__pycache__"))
    (context / "requirements.txt").write_text(requirements(), encoding="utf-8")
    image, _ = engine.images.build(
        path=str(context),
        buildargs={
            "BASE": base(engine),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": f"/{_WHEELS}",
        },
        nocache=not cached,
        rm=True,
        forcerm=True,
        network_mode="none",
    )
    return str(image.id)


def base(engine: DockerClient) -> str:
    """The name of an image with Python, pip and the wheels; the engine has it then."""
    digest = hashlib.sha256(f"{_RECIPE} {sys.version} {requirements()}".encode())
    tag = digest.hexdigest()[:12]
    if not has_image(engine.api, f"{BASE}:{tag}"):
        engine.api.import_image_from_data(
            _root(), repository=BASE, tag=tag, changes=["ENV PATH=/usr/local/bin:/bin"]
        )
    return f"{BASE}:{tag}"


def requirements() -> str:
    """What is installed here, which needs no download; without hashes, for the same reason."""
    return "".join(f"{name}=={distribution(name).version}\n" for name in _PACKAGES)


def _root() -> bytes:
    buffer = io.BytesIO(archive())
    with tarfile.open(fileobj=buffer, mode="a") as tar:
        link = tarfile.TarInfo("usr/local/bin/python3")
        link.type, link.linkname = tarfile.SYMTYPE, interpreter()
        tar.addfile(link)
        for path, source in sorted(dict(_files()).items()):
            add_file(tar, path.lstrip("/"), source.read_bytes(), 0o755)
        for name in _PACKAGES:
            path, content = _wheel(name)
            add_file(tar, f"{_WHEELS}/{path}", content, 0o644)
    return buffer.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    """What Python consists of, and where it is here."""
    python = interpreter()
    library = Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix}))
    yield python, Path(python)
    binaries = [python]
    for path in _tree(library):
        yield str(path), path
        if path.suffix == ".so":
            binaries.append(str(path))
    for shared in {one for binary in binaries for one in libraries(binary)}:
        yield shared, Path(shared)
    spec = find_spec("pip")
    assert spec
    assert spec.origin
    pip = Path(spec.origin).parent
    for path in _tree(pip):
        yield str(library / "pip" / path.relative_to(pip)), path


def _tree(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NEEDLESS or path.name.startswith("config-"):
            continue
        if path.is_dir():
            yield from _tree(path)
        elif path.is_file() and path.suffix not in {".a", ".pyc", ".exe"}:
            yield path


def _wheel(name: str) -> tuple[str, bytes]:
    """A wheel of an installed package: its files, which it knows, in one archive."""
    package = distribution(name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as wheel:
        for file in sorted(package.files or (), key=str):
            if not (str(file).startswith("..") or file.suffix == ".pyc" or _unused(file.parts)):
                wheel.writestr(str(file), Path(str(file.locate())).read_bytes())
    named = package.metadata["Name"].replace("-", "_")
    return f"{named}-{package.version}-py3-none-any.whl", buffer.getvalue()


def _unused(parts: tuple[str, ...]) -> bool:
    return parts[:2] == ("botocore", "data") and len(parts) > 3 and parts[2] not in _SERVICES
