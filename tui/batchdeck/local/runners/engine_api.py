"""Asks the Docker engine without a thread for every answer that is waited for.

Source: Docker Engine API v1.41, which Docker 20.10 speaks.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import BaseConnector, ClientResponse, ClientSession
    from docker import APIClient

#: Questions at a time. An engine works on no more of them at once anyway.
AT_ONCE = 8
#: Seconds that a create or start may take on a busy engine.
_PATIENCE = 300
_READ_SIZE = 2**16
_OWN_SCHEME = "http+docker:"
"""The SDK's, for all that is not HTTP over TCP."""


class EngineError(Exception):
    """The engine refused, or did not answer; `str()` is what ECS would hand on."""

    def __init__(self, words: str, status: int = 0) -> None:
        super().__init__(words)
        self.status = status
        """Of HTTP; 0 when there was no answer."""


class EngineApi:
    """The engine that `client` is connected to. Everything is called in one event loop."""

    def __init__(self, client: APIClient) -> None:
        self._client = client
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._session: ClientSession | None = None

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        **params: str | int,
    ) -> Any:
        """The answer as JSON; None when it says nothing. Raises EngineError."""
        async with self._turn:
            return await self.wait(method, path, body=body, **params)

    async def wait(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        **params: str | int,
    ) -> Any:
        """As `call`, for what takes as long as a container does: it keeps nobody waiting."""
        async with self._asked(method, path, params, body) as answer:
            found = answer.status in (200, 201)
            with _in_our_words():
                return await answer.json(content_type=None) if found else None

    async def stream(self, path: str, **params: str | int) -> AsyncIterator[bytes]:
        """The bytes of an answer as they come. Raises EngineError."""
        async with self._asked("GET", path, params, None) as answer:
            with _in_our_words():
                while chunk := await answer.content.read(_READ_SIZE):
                    yield chunk

    async def remove_container(self, container: str) -> None:
        """Kill and remove a container with its anonymous volumes, if it is still there."""
        try:
            await self.call("DELETE", f"/containers/{container}", force=1, v=1)
        except EngineError as error:
            # Gone already, or somebody else is removing it.
            if error.status not in {404, 409}:
                raise

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int],
        body: Mapping[str, Any] | None,
    ) -> AsyncIterator[ClientResponse]:
        from aiohttp import ClientTimeout

        url = f"http://docker/v{self._client.api_version}{path}"
        if not self._client.base_url.startswith(_OWN_SCHEME):
            url = f"{self._client.base_url}/v{self._client.api_version}{path}"
        timeout = ClientTimeout(total=None, connect=_PATIENCE)
        with _in_our_words():
            answer = await self._open().request(
                method, url, params=params, json=body, timeout=timeout
            )
        async with answer:
            if answer.status >= 400:
                raise EngineError(await _explanation(answer), answer.status)
            yield answer

    def _open(self) -> ClientSession:
        from aiohttp import ClientSession

        if self._session is None:
            self._session = ClientSession(connector=_connector(self._client))
        return self._session


def is_spoken(client: APIClient) -> bool:
    """Whether the engine is reached in a way that this module knows: a socket, or TCP."""
    from docker.transport import UnixHTTPAdapter

    adapter = client.get_adapter(client.base_url)
    return isinstance(adapter, UnixHTTPAdapter) or not client.base_url.startswith(_OWN_SCHEME)


def _connector(client: APIClient) -> BaseConnector:
    """The way to the engine that the client has found."""
    from aiohttp import TCPConnector, UnixConnector
    from docker.transport import UnixHTTPAdapter

    adapter = client.get_adapter(client.base_url)
    if isinstance(adapter, UnixHTTPAdapter):
        return UnixConnector(adapter.socket_path, limit=0)
    if not client.base_url.startswith("https:"):
        return TCPConnector(limit=0)
    trusted = client.verify if isinstance(client.verify, str) else None
    context = ssl.create_default_context(cafile=trusted)
    if client.verify is False:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if isinstance(client.cert, tuple):
        context.load_cert_chain(*client.cert)
    return TCPConnector(limit=0, ssl=context)


@contextmanager
def _in_our_words() -> Iterator[None]:
    from aiohttp import ClientError

    try:
        yield
    except (ClientError, OSError, TimeoutError) as error:
        raise EngineError(str(error) or type(error).__name__) from error


async def _explanation(answer: ClientResponse) -> str:
    """What the engine has against it, in the words in which ECS hands it on."""
    import json

    text = await answer.text(errors="replace")
    try:
        text = json.loads(text)["message"]
    except (ValueError, KeyError, TypeError):
        text = text.strip()
    return f"Error response from daemon: {text or answer.reason}"
