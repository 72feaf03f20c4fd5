from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

from batchdeck.local.announcing import announced, find_announced
from batchdeck.local.launcher import LocalAccount

GONE = LocalAccount("http://127.0.0.1:1", "123456789012", "eu-west-1", "simulated", simulated=True)


def test_an_account_is_found_as_long_as_it_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "accounts"
    assert find_announced(folder) is None
    with socket.create_server(("127.0.0.1", 0)) as server:
        account = replace(GONE, endpoint=f"http://127.0.0.1:{server.getsockname()[1]}")
        with announced(folder, account):
            assert find_announced(folder) == account
            assert folder.stat().st_mode & 0o077 == 0
        assert find_announced(folder) is None


def test_what_was_left_behind_is_removed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        account = replace(GONE, endpoint=f"http://127.0.0.1:{server.getsockname()[1]}")
        with announced(tmp_path, account):
            broken, dead = tmp_path / "1.json", tmp_path / "2.json"
            broken.write_text("{")
            dead.write_text((tmp_path / f"{os.getpid()}.json").read_text())
            dead.write_text(dead.read_text().replace(account.endpoint, GONE.endpoint))
            for note in (broken, dead):
                os.utime(note, (2**31, 2**31))
            assert find_announced(tmp_path) == account
            assert not broken.exists()
            assert not dead.exists()


def test_a_new_account_forgets_those_that_ended_without_a_word(tmp_path: Path) -> None:
    left = tmp_path / "1.json"
    left.write_text("{")
    with announced(tmp_path, GONE):
        assert not left.exists()
