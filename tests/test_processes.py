"""Processes are found, and their end is noticed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.processes import command_line, descendants, watching

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_finds_a_child_and_sees_it_end() -> None:
    command = ["sh", "-c", "echo up; read line"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        with watching(child.pid) as watch:
            assert child.pid in descendants(os.getpid())
            assert command_line(child.pid) == "sh -c echo up; read line"
            assert not watch.ends_within(0)
            child.kill()
            assert watch.ends_within(5)
    assert command_line(child.pid) == ""
