"""A real registry that lets only one user in."""

from __future__ import annotations

import asyncio
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.docker.waiting import until

USER = "AWS"
PASSWORD = "right-password"
#: What htpasswd -B makes of it; a registry takes no other kind.
_HASH = "$2b$04$yCsgDcC1BHcTvebl1nHfTOPksz6RiE09ob57gFYsgsjt327Dg8aYu"
_CONFIGURATION = """
version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {folder}/storage}}}}
http: {{addr: 127.0.0.1:{port}}}
auth: {{htpasswd: {{realm: tests, path: {folder}/users}}}}
"""


@asynccontextmanager
async def guarded_registry(folder: Path) -> AsyncIterator[str]:
    """Host and port of a registry that keeps what it is given in `folder`."""
    program = shutil.which("docker-registry")
    if program is None:
        pytest.skip("no docker-registry on this machine")
    port = _free_port()
    (folder / "users").write_text(f"{USER}:{_HASH}\n")
    (folder / "registry.yml").write_text(_CONFIGURATION.format(folder=folder, port=port))
    process = await asyncio.create_subprocess_exec(
        *(program, "serve", str(folder / "registry.yml")),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until(lambda: _asks_for_a_login(port))
        yield f"localhost:{port}"
    finally:
        process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _asks_for_a_login(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/", timeout=5):
            return False
    except urllib.error.HTTPError as error:
        error.close()
        return error.code == 401
    except OSError:
        return False
