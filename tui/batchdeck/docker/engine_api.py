"""Asks a container engine over HTTP, in a way that ends at once when nobody waits any more.

The Docker SDK blocks the thread that waits for an answer, and nobody can hang up for it:
here the connection belongs to the task, and goes with it.
Source: Docker Engine API v1.41, which Docker 20.10 and Podman 4 speak.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from batchdeck.docker.addresses import Address, Certificates
from batchdeck.docker.errors import EngineRefusedError, EngineUnreachableError
from batchdeck.domain.clean import clean

if TYPE_CHECKING:
    from aiohttp import BaseConnector, ClientResponse, ClientSession

#: Seconds that an engine may take to answer a simple question; a busy one takes its time.
PATIENCE = 120.0
_CONNECT = 10.0
_READ_SIZE = 2**16
#: Bytes of one message of an engine; what is longer is no message.
_LONGEST = 2**24

Params = Mapping[str, str] | Sequence[tuple[str, str]]
Headers = Mapping[str, str]
Message = dict[str, Any]


class EngineApi:
    """The engine at an address. Everything is called in one event loop."""

    def __init__(self, address: Address, version: str = "") -> None:
        self.address = address
        self._version = version
        self._session: ClientSession | None = None

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Message | None = None,
        patience: float | None = PATIENCE,
    ) -> Any:
        """The answer as JSON; None when it says nothing.

        `patience` in seconds; None waits as long as a container runs. Raises
        EngineRefusedError, EngineUnreachableError.
        """
        data = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        async with self.asked(method, path, params, headers, data, patience) as answer:
            with self._in_our_words():
                text = await answer.read()
        try:
            return json.loads(text) if text.strip() else None
        except ValueError as error:
            raise EngineUnreachableError(f"{self.address.url} does not speak JSON") from error

    async def messages(self, answer: ClientResponse) -> AsyncGenerator[Message]:
        """What the engine tells while it works, one JSON object at a time.

        Raises EngineUnreachableError when it breaks off.
        """
        rest = b""
        async for arrived in self.chunks(answer):
            *lines, rest = (rest + arrived).split(b"\n")
            for line in lines:
                if message := _message(line):
                    yield message
            if len(rest) > _LONGEST:
                raise EngineUnreachableError("the engine sends a message without an end")
        if message := _message(rest):
            yield message

    async def chunks(self, answer: ClientResponse) -> AsyncGenerator[bytes]:
        """The bytes of an answer as they come. Raises EngineUnreachableError."""
        with self._in_our_words():
            while chunk := await answer.content.read(_READ_SIZE):
                yield chunk

    @asynccontextmanager
    async def asked(
        self,
        method: str,
        path: str,
        params: Params | None = None,
        headers: Headers | None = None,
        body: bytes | AsyncIterable[bytes] | None = None,
        patience: float | None = PATIENCE,
    ) -> AsyncIterator[ClientResponse]:
        """The answer of the engine when it is a good one; leaving the block hangs up."""
        from aiohttp import ClientTimeout

        timeout = ClientTimeout(total=patience, connect=_CONNECT)
        with self._in_our_words():
            answer = await self._open().request(
                method,
                f"{self._origin}{self._prefix}{path}",
                params=params,
                headers=headers,
                data=body,
                timeout=timeout,
                allow_redirects=False,
            )
        try:
            if answer.status >= 300 and answer.status != 304:
                with self._in_our_words():
                    text = await answer.text(errors="replace")
                raise EngineRefusedError(_explanation(text, answer), status=answer.status)
            yield answer
        finally:
            answer.close()

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()

    @property
    def _origin(self) -> str:
        if self.address.socket:
            return "http://engine"
        scheme = "https" if self.address.certificates else "http"
        return f"{scheme}://{self.address.url.partition('://')[2]}"

    @property
    def _prefix(self) -> str:
        return f"/v{self._version}" if self._version else ""

    def _open(self) -> ClientSession:
        from aiohttp import ClientSession

        if self._session is None:
            self._session = ClientSession(connector=_connector(self.address))
        return self._session

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        from aiohttp import ClientError

        try:
            yield
        except (ClientError, OSError, TimeoutError) as error:
            message = f"the engine at {clean(self.address.url)} does not answer: {_said(error)}"
            raise EngineUnreachableError(message) from error


def _said(error: Exception) -> str:
    """What the system has to say of a connection that was not made or broke."""
    cause = getattr(error, "os_error", error)
    words = getattr(cause, "strerror", None) or str(cause)
    if isinstance(error, TimeoutError):
        words = "no answer in time"
    return clean(words) or type(error).__name__


def _connector(address: Address) -> BaseConnector:
    from aiohttp import TCPConnector, UnixConnector

    if address.socket:
        return UnixConnector(address.socket, limit=0, force_close=True)
    if not address.certificates:
        return TCPConnector(limit=0, force_close=True)
    return TCPConnector(limit=0, force_close=True, ssl=tls_context(address.certificates))


def tls_context(certificates: Certificates) -> ssl.SSLContext:
    """What certificates amount to. Raises OSError when they cannot be read."""
    folder = certificates.folder
    context = ssl.create_default_context()
    if (folder / "ca.pem").exists():
        context.load_verify_locations(folder / "ca.pem")
    if not certificates.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if (folder / "cert.pem").exists():
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def _message(line: bytes) -> Message | None:
    """One line of a stream; None for an empty one and for what is no object."""
    if not line.strip():
        return None
    try:
        message = json.loads(line)
    except ValueError as error:
        raise EngineUnreachableError("the engine's answer broke off in a message") from error
    return message if isinstance(message, dict) else None


def _explanation(text: str, answer: ClientResponse) -> str:
    """What the engine has against the request, in its words."""
    try:
        text = json.loads(text)["message"]
    except (ValueError, KeyError, TypeError):
        text = text.strip()
    return clean(str(text)) or f"HTTP {answer.status} {answer.reason}"
