"""The account that a subcommand is about."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.local.announcing import find_announced
from batchdeck.local.launcher import EmbeddedAccount, EmbeddedAccountError, LocalAccount
from batchdeck.settings import accounts_folder

NOT_TOLD = 2
"""The exit code when nothing could be told."""


def add_account_options(parser: argparse.ArgumentParser, *, local: str) -> None:
    """Let a subcommand be told which account is meant; `local` is the help of `--local`."""
    parser.add_argument("--profile", default="", help="profile of the AWS configuration")
    parser.add_argument("--region", default="", help="AWS Region, such as ap-northeast-1")
    parser.add_argument("--endpoint-url", default="", help="send every call to this address")
    parser.add_argument("--local", action="store_true", help=local)


@contextmanager
def connection_of(options: argparse.Namespace, *, read_only: bool = True) -> Iterator[Connection]:
    """The way to the account that is meant. Raises `EmbeddedAccountError`.

    With `--local` that is the embedded account which a console has open; without one, what
    only reads asks a fresh account, and what writes has nowhere to write to.
    """
    if not options.local:
        where = (options.profile, options.region, options.endpoint_url)
        yield Connection(*where, read_only=read_only)
        return
    account = find_announced(accounts_folder())
    if account is not None:
        yield _to(account, read_only=read_only)
        return
    if not read_only:
        raise EmbeddedAccountError("no embedded account is open: start `batchdeck --local` first")
    fresh = EmbeddedAccount.start("--engine", "none", "--no-traffic")
    try:
        yield _to(asyncio.run(fresh.ready()), read_only=True)
    finally:
        fresh.close()


def _to(account: LocalAccount, *, read_only: bool) -> Connection:
    return Connection(
        region=account.region,
        endpoint_url=account.endpoint,
        access_key="local",
        secret_key=Secret("local"),
        read_only=read_only,
    )
