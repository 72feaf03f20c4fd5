"""Embedded accounts for tests, and the AWS CLI on them."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from batchdeck.local.launcher import EmbeddedAccount, LocalAccount


@contextmanager
def serving(*arguments: str) -> Iterator[LocalAccount]:
    """An account in a process of its own: empty, with no time lost between the states of jobs.

    `arguments` are further ones of `python -m batchdeck.local`.
    """
    with _started("--pace", "immediate", "--no-demo", "--no-traffic", *arguments) as account:
        yield account


@contextmanager
def demo(*arguments: str) -> Iterator[LocalAccount]:
    """The demo account as users get it, in a process of its own."""
    with _started(*arguments) as account:
        yield account


@contextmanager
def _started(*arguments: str) -> Iterator[LocalAccount]:
    account = EmbeddedAccount.start("--port", "0", *arguments)
    try:
        yield asyncio.run(account.ready())
    finally:
        account.close()


def reset(account: LocalAccount) -> None:
    """Empty an account."""
    request = urllib.request.Request(f"{account.endpoint}/moto-api/reset", method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def environment_for(account: LocalAccount) -> dict[str, str]:
    """What any AWS client has to find in its environment to use an account."""
    return {
        "AWS_ENDPOINT_URL": account.endpoint,
        "AWS_REGION": account.region,
        "AWS_DEFAULT_REGION": account.region,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }


class AwsCli:
    """The AWS CLI on an account: an independent client, and what users mend things with."""

    def __init__(self, account: LocalAccount) -> None:
        self._program = Path(sys.executable).with_name("aws")
        self._environment = {
            **os.environ,
            **environment_for(account),
            "AWS_PAGER": "",
            "AWS_DEFAULT_OUTPUT": "json",
        }

    def __call__(self, *arguments: str) -> Any:
        """The answer of `aws ARGUMENTS`; None when it says nothing. An error fails the test."""
        done = subprocess.run(
            [self._program, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, f"aws {shlex.join(arguments)}: {done.stderr.strip()}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def line(self, command: str) -> Any:
        """The answer of a whole line that starts with `aws`, as somebody would paste it."""
        program, *arguments = shlex.split(command, comments=True)
        assert program == "aws"
        return self(*arguments)
