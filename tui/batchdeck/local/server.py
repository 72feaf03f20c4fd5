"""Serves the AWS wire protocol: moto's application on sockets of our own."""

from __future__ import annotations

import logging
import os
import socket
import threading
from typing import Any

from batchdeck.local.around.adaptations import adapt

#: Services whose routes are made ready before somebody waits for them.
WARM = ("ec2", "iam", "logs", "sts", "ecs", "autoscaling")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError when the address or the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def prepare_moto(account: str, port: int) -> None:
    """Set what moto reads from the environment when it is imported.

    The user's own AWS settings go: moto makes botocore sessions, and a profile that does
    not exist would break them.
    """
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        MOTO_ACCOUNT_ID=account,
        MOTO_PORT=str(port),
        MOTO_IAM_LOAD_MANAGED_POLICIES="true",
    )
    # Requests are not worth a line; errors are.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


class Server:
    """The account on its sockets, one thread each and one for every connection."""

    def __init__(self) -> None:
        from moto.moto_server.werkzeug_app import (
            DomainDispatcherApplication,
            create_backend_app,
        )

        def create_app(service: Any) -> Any:
            adapt(service)
            return create_backend_app(service)

        self._application = DomainDispatcherApplication(create_app)
        self._server: Any = None

    def serve(self, listener: socket.socket) -> None:
        """Answer on a socket from now on, in the background."""
        from moto.moto_server.werkzeug_app import MotoRequestHandler
        from werkzeug.serving import make_server

        host, port = listener.getsockname()[:2]
        server = make_server(
            host,
            port,
            self._application,
            threaded=True,
            request_handler=MotoRequestHandler,
            fd=listener.fileno(),
        )
        listener.close()
        self._server = self._server or server
        threading.Thread(target=server.serve_forever, name="server", daemon=True).start()

    def answer(self, connection: socket.socket, address: Any) -> None:
        """Serve one connection that came in elsewhere, in the background.

        Before the account is served at all there is nobody to answer: it is closed.
        """
        if self._server is None:
            connection.close()
        else:
            self._server.process_request(connection, address)

    def warm_up(self, region: str) -> None:
        """Load, in the background, what the first requests would wait for."""
        threading.Thread(target=self._warm_up, args=(region,), name="warm-up", daemon=True).start()

    def _warm_up(self, region: str) -> None:
        for service in WARM:
            scope = f"warm-up/20200101/{region}/{service}/aws4_request"
            environ: dict[str, Any] = {
                "PATH_INFO": "/",
                "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host",
            }
            self._application.get_application(environ)
