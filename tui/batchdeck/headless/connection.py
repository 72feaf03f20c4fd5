"""The account that a subcommand is about."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.local.launcher import EmbeddedAccount

NOT_TOLD = 2
"""The exit code when nothing could be told."""


def add_account_options(parser: argparse.ArgumentParser, *, local: str) -> None:
    """Let a subcommand be told which account is meant; `local` is the help of `--local`."""
    parser.add_argument("--profile", default="", help="profile of the AWS configuration")
    parser.add_argument("--region", default="", help="AWS Region, such as ap-northeast-1")
    parser.add_argument("--endpoint-url", default="", help="send every call to this address")
    parser.add_argument("--local", action="store_true", help=local)


@contextmanager
def connection_of(options: argparse.Namespace) -> Iterator[Connection]:
    """The way to the account that is meant; it only reads. Raises `EmbeddedAccountError`."""
    if not options.local:
        where = (options.profile, options.region, options.endpoint_url)
        yield Connection(*where, read_only=True)
        return
    account = EmbeddedAccount.start("--engine", "none", "--no-traffic")
    try:
        ready = asyncio.run(account.ready())
        yield Connection(
            region=ready.region,
            endpoint_url=ready.endpoint,
            access_key="local",
            secret_key=Secret("local"),
            read_only=True,
        )
    finally:
        account.close()
