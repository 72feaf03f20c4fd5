"""Doing things as a user who has no rights."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")

# What is imported is imported before: the interpreter may lie in a folder that is root's.
_START = """
import asyncio, os, sys, aiohttp, concurrent.futures.thread, docker.utils.build
from batchdeck.docker.errors import DockerError
"""
_END = """
os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
try:
    asyncio.run(work)
except DockerError as error:
    print(type(error).__name__, error, error.advice, sep="|")
"""


def as_nobody(program: str, path: Path) -> tuple[str, ...]:
    """Kind, message and advice of the error with which the coroutine `work` of a program ends.

    The program finds `path` in `sys.argv[1]`.
    """
    run = subprocess.run(
        [sys.executable, "-c", _START + program + _END, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return tuple(run.stdout.strip().split("|"))
