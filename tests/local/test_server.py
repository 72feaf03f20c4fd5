from __future__ import annotations

import os
import socket
import urllib.request

import pytest

from batchdeck.local.server import Server, bind, prepare_moto


def test_a_free_port_is_listened_on() -> None:
    with bind("127.0.0.1", 0) as listener:
        host, port = listener.getsockname()
        assert host == "127.0.0.1"
        socket.create_connection((host, port), 5).close()


def test_a_port_in_use_is_refused() -> None:
    with bind("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", listener.getsockname()[1])


def test_the_users_own_aws_settings_do_not_reach_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in os.environ.items():
        if name.startswith(("AWS_", "MOTO_")):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elsewhere")
    prepare_moto("210987654321", 4000)
    left = {name for name in os.environ if name.startswith("AWS_")}
    assert left == {
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EC2_METADATA_DISABLED",
    }
    assert os.environ["MOTO_ACCOUNT_ID"] == "210987654321"
    for name in ("AWS_CONFIG_FILE", "MOTO_ACCOUNT_ID", "MOTO_PORT"):
        monkeypatch.delenv(name)


def test_it_serves_on_every_socket_it_is_given() -> None:
    server = Server()
    for _ in range(2):
        listener = bind("127.0.0.1", 0)
        port = listener.getsockname()[1]
        server.serve(listener)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/config") as answer:
            assert answer.read().startswith(b"{")


def test_it_answers_on_a_connection_that_came_in_elsewhere() -> None:
    server = Server()
    with bind("127.0.0.1", 0) as elsewhere:
        port = elsewhere.getsockname()[1]
        for ready in (False, True):
            if ready:
                server.serve(bind("127.0.0.1", 0))
            with socket.create_connection(("127.0.0.1", port), 5) as caller:
                caller.sendall(b"GET /moto-api/config HTTP/1.0\r\n\r\n")
                server.answer(*elsewhere.accept())
                assert (b'"batch"' in read_all(caller)) is ready


def read_all(connection: socket.socket) -> bytes:
    """What arrives until the other side hangs up, however it does."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)
