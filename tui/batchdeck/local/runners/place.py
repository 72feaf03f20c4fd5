"""Where a container is put: whose network it has, and how it reaches the account from there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from socket import socket
from typing import Any, Protocol

from batchdeck.local.runners.runner import RunRequest


@dataclass(frozen=True, slots=True)
class Place:
    """A network for the containers of one task."""

    network_mode: str
    """As `HostConfig.NetworkMode`."""
    endpoint: str
    """The account's address as seen from there, such as `http://127.0.0.1:4566`."""
    address: str = ""
    """The IPv4 address that other nodes reach it at; empty when there are none."""


class Places(Protocol):
    """Gives containers their networks."""

    async def take(self, request: RunRequest) -> Place:
        """The place of an attempt's container. Raises EngineError."""

    def give_back(
        self, request: RunRequest, place: Place, *, clean: bool
    ) -> Coroutine[Any, Any, None]:
        """The container is gone; `clean`: what it did to the network ended with it.

        Raises EngineError.
        """


@dataclass(frozen=True, slots=True)
class Doorway:
    """How the account is reached by its containers."""

    port: int
    """Of the account on the loopback, of this host and of every container."""
    answer: Callable[[socket, Any], None]
    """Serves one connection that was accepted, from that address; returns at once."""
    open_on_bridge: Callable[[], str]
    """Serves where the engine's own network finds it, and says at which `http://` address."""


class SharedNetwork:
    """The engine's own network: from there containers reach each other and the host."""

    def __init__(self, endpoint: str) -> None:
        self._place = Place("bridge", endpoint)

    async def take(self, request: RunRequest) -> Place:
        """The same for all."""
        return self._place

    async def give_back(self, request: RunRequest, place: Place, *, clean: bool) -> None:
        """Nothing to do."""
