"""The program of the sandboxes, as far as it runs without one; the rest is in `test_sandboxes`."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from batchdeck.local.runners import sandbox_program
from batchdeck.local.runners.sandbox_program import listen, route_request


def test_it_listens_on_the_loopback() -> None:
    own = listen(0)
    with socket.socket(fileno=os.dup(own.fileno())) as listener:
        own.close()
        host, port = listener.getsockname()
        assert host == "127.0.0.1"
        socket.create_connection((host, port), 5).close()


@pytest.mark.parametrize("block", ["172.18.0.1/32", "0.0.0.0/0"])
def test_a_route_is_for_one_block_and_swallows_what_is_sent(block: str) -> None:
    message = route_request(block)
    address, _, wanted = block.partition("/")
    length, kind = struct.unpack_from("=IH", message)
    family, bits = message[16:18]
    assert (length, kind, family, bits) == (len(message), 24, socket.AF_INET, int(wanted))
    assert message[16 + 7] == 6  # RTN_BLACKHOLE of linux/rtnetlink.h
    assert message.endswith(socket.inet_aton(address))


def test_without_an_account_it_says_so_and_ends() -> None:
    program = Path(sandbox_program.__file__)
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, "0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "No such file" in done.stderr
