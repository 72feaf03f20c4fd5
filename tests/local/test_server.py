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
