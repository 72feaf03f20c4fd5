"""A shell in a running container, on this terminal: `python -m batchdeck.docker.shell`.

It speaks with the engine itself, so that no `docker` command is needed.
Source: Docker Engine API, "Start an exec instance": with `Upgrade: tcp` the connection
becomes the terminal of the program.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from batchdeck.docker.addresses import Address, Certificates
from batchdeck.docker.engine_api import EngineApi, tls_context
from batchdeck.docker.errors import DockerError, EngineUnreachableError
from batchdeck.domain.clean import clean

_PIECE = 2**16
#: Exit code when there was no shell at all. Source: docker exec.
_NOT_RUN = 126


def shell_command(address: Address, container: str) -> Sequence[str]:
    """The command line that gives a shell in a container."""
    command = [sys.executable, "-m", "batchdeck.docker.shell", address.url, container]
    if address.certificates:
        command += ["--certificates", str(address.certificates.folder)]
        command += [] if address.certificates.verify else ["--unverified"]
    return command


def main(arguments: Sequence[str]) -> int:
    """Run a shell until it ends; its exit code."""
    parser = argparse.ArgumentParser(prog="batchdeck.docker.shell", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("container")
    parser.add_argument("--certificates", type=Path)
    parser.add_argument("--unverified", action="store_true")
    given = parser.parse_args(arguments)
    certificates = None
    if given.certificates:
        certificates = Certificates(given.certificates, verify=not given.unverified)
    try:
        return asyncio.run(_shell(Address(given.address, "", certificates), given.container))
    except (DockerError, OSError) as error:
        sys.stderr.write(f"no shell: {clean(str(error))}\n")
        return _NOT_RUN


async def _shell(address: Address, container: str) -> int:
    api = EngineApi(address)
    body = {
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "Tty": True,
        "Cmd": ["sh"],
        "Env": [f"TERM={os.environ.get('TERM', 'xterm')}"],
    }
    try:
        made = await api.call("POST", f"/containers/{container}/exec", body=body)
        await _terminal(api, str(made["Id"]))
        ended = await api.call("GET", f"/exec/{made['Id']}/json")
        code = ended.get("ExitCode")
        return code if isinstance(code, int) else 0
    finally:
        await api.close()


async def _terminal(api: EngineApi, started: str) -> None:
    """Let the program have this terminal until it ends."""
    reader, writer = await _upgraded(api.address, started)
    loop = asyncio.get_running_loop()
    resized = asyncio.Event()
    loop.add_signal_handler(signal.SIGWINCH, resized.set)
    resized.set()
    sizes = asyncio.ensure_future(_follow_size(api, started, resized))
    with _raw(sys.stdin.fileno()):
        loop.add_reader(sys.stdin.fileno(), _send, writer)
        try:
            while arrived := await reader.read(_PIECE):
                os.write(sys.stdout.fileno(), arrived)
        finally:
            loop.remove_reader(sys.stdin.fileno())
            sizes.cancel()
            await asyncio.wait({sizes})
            writer.close()


def _send(writer: asyncio.StreamWriter) -> None:
    typed = os.read(sys.stdin.fileno(), _PIECE)
    if typed:
        writer.write(typed)
    else:
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        writer.write_eof()


async def _follow_size(api: EngineApi, started: str, resized: asyncio.Event) -> None:
    while await resized.wait():
        resized.clear()
        width, height = shutil.get_terminal_size()
        await api.call(
            "POST", f"/exec/{started}/resize", params={"w": str(width), "h": str(height)}
        )


async def _upgraded(
    address: Address, started: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The connection on which the program of an exec instance is read and written."""
    if address.socket:
        reader, writer = await asyncio.open_unix_connection(address.socket)
    else:
        host, _, port = address.url.partition("://")[2].rpartition(":")
        tls = tls_context(address.certificates) if address.certificates else None
        reader, writer = await asyncio.open_connection(host, int(port), ssl=tls)
    body = json.dumps({"Detach": False, "Tty": True}).encode()
    head = (
        f"POST /exec/{started}/start HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\n"
        f"Upgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    status = answer.split(None, 2)[1]
    if status not in {b"101", b"200"}:
        said = (await reader.read(_PIECE)).decode("utf-8", "replace")
        raise EngineUnreachableError(f"the engine answers {status.decode()}: {said}")
    return reader, writer


@contextmanager
def _raw(terminal: int) -> Iterator[None]:
    """The terminal hands over every key as it is; afterwards it is as it was."""
    if not os.isatty(terminal):
        yield
        return
    before = termios.tcgetattr(terminal)
    # What was typed meanwhile is meant for the shell.
    tty.setraw(terminal, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
