"""Where sandboxes hand the account the sockets on which it answers inside them."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
import tempfile
from pathlib import Path

from batchdeck.local.runners.owner import Owner, is_gone
from batchdeck.local.runners.place import Doorway

_PREFIX = "batchdeck-door-"
logger = logging.getLogger(__name__)


class Door:
    """A socket of this host that takes listening sockets. Belongs to one event loop."""

    def __init__(self, doorway: Doorway, owner: Owner) -> None:
        self._doorway = doorway
        self._owner = owner
        self._expected: dict[str, asyncio.Future[socket.socket]] = {}
        self._own: socket.socket | None = None
        self._listeners: set[socket.socket] = set()
        self._directory = Path()

    @property
    def path(self) -> str:
        """The file of the socket, once it is open."""
        return str(self._directory / "account.sock")

    def open(self) -> None:
        """Make the socket, and remove those that killed accounts have left. Raises OSError."""
        _remove_leftovers()
        _, process, started = self._owner.process.rsplit("/", 2)
        name = f"{_PREFIX}{process}-{started}-"
        self._directory = Path(tempfile.mkdtemp(prefix=name))
        self._own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._own.bind(self.path)
        # The directory is nobody else's; root in a container may be another user here.
        Path(self.path).chmod(0o666)
        self._own.listen(128)
        self._own.setblocking(False)
        asyncio.get_running_loop().add_reader(self._own, self._accept)

    def expect(self, name: str) -> asyncio.Future[socket.socket]:
        """The listening socket that a sandbox of that name will hand over."""
        self._expected[name] = asyncio.get_running_loop().create_future()
        return self._expected[name]

    def forget(self, name: str) -> None:
        """Nothing is expected of a sandbox any more."""
        if (arriving := self._expected.pop(name, None)) is not None:
            arriving.cancel()

    def answer_on(self, listener: socket.socket) -> None:
        """Have the account answer on a listening socket."""
        listener.setblocking(False)
        self._listeners.add(listener)
        asyncio.get_running_loop().add_reader(listener, self._answer, listener)

    def hang_up(self, listener: socket.socket) -> None:
        """Answer no more on it."""
        asyncio.get_running_loop().remove_reader(listener)
        self._listeners.discard(listener)
        listener.close()

    def close(self) -> None:
        """Answer nowhere any more, take no more sockets, and remove the file."""
        for listener in list(self._listeners):
            self.hang_up(listener)
        if self._own is not None:
            asyncio.get_running_loop().remove_reader(self._own)
            self._own.close()
            shutil.rmtree(self._directory, ignore_errors=True)

    def _accept(self) -> None:
        try:
            connection, _ = self._own.accept() if self._own else (None, None)
        except BlockingIOError:
            return
        if connection is not None:
            connection.setblocking(False)
            asyncio.get_running_loop().add_reader(connection, self._receive, connection)

    def _receive(self, connection: socket.socket) -> None:
        """One message: the name of a sandbox, and with it a socket."""
        asyncio.get_running_loop().remove_reader(connection)
        with connection:
            try:
                name, descriptors, _, _ = socket.recv_fds(connection, 64, 1)
                listeners = [socket.socket(fileno=one) for one in descriptors]
            except OSError as error:
                logger.warning("a sandbox has hung up at the account's door: %s", error)
                return
            future = self._expected.pop(name.decode("ascii", "replace"), None)
            if future is None or future.done() or len(listeners) != 1 or not _thank(connection):
                for one in listeners:
                    one.close()
                return
            future.set_result(listeners[0])

    def _answer(self, listener: socket.socket) -> None:
        try:
            connection, address = listener.accept()
        except (BlockingIOError, ConnectionError):
            return
        connection.setblocking(True)
        self._doorway.answer(connection, address)


def _thank(connection: socket.socket) -> bool:
    """Tell a sandbox that its socket has arrived; False when nobody is there any more."""
    try:
        connection.send(b"!")
    except OSError as error:
        logger.debug("a sandbox went while it handed its socket over: %s", error)
        return False
    return True


def _remove_leftovers() -> None:
    """Remove the sockets of accounts of this host whose process is gone."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*-*"):
        process, started = left.name.removeprefix(_PREFIX).split("-")[:2]
        if is_gone(f"{Owner.host()}/{process}/{started}"):
            shutil.rmtree(left, ignore_errors=True)
