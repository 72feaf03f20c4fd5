"""An account that answers to everything with one line."""

from __future__ import annotations

import socket
from typing import Any

from batchdeck.local.runners.place import Doorway

PORT = 4566
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhere\n"
ON_BRIDGE = "http://on-the-bridge:1"


def _answer(connection: socket.socket, _address: Any) -> None:
    with connection:
        connection.recv(4096)
        connection.sendall(ANSWER)


def doorway() -> Doorway:
    return Doorway(PORT, _answer, lambda: ON_BRIDGE)
