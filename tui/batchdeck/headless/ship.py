"""`batchdeck ship`: from a folder to a running job, without the console."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from batchdeck.aws.account import Account
from batchdeck.docker.engine import Engine
from batchdeck.domain.connection import Connection
from batchdeck.headless.connection import connection_of
from batchdeck.headless.ship_arguments import OrderError, environment, order_of, parser
from batchdeck.headless.ship_report import REFUSED, STOPPED, Report, as_object, exit_code
from batchdeck.jobs.polling import now
from batchdeck.local.launcher import EmbeddedAccountError
from batchdeck.settings import SettingsError, load, orders_folder
from batchdeck.shipping.order import Order
from batchdeck.shipping.remembered import remember, remembered
from batchdeck.shipping.services import Services
from batchdeck.shipping.shipment import Shipment
from batchdeck.shipping.state import ShipState

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def ship(words: Sequence[str]) -> int:
    """`batchdeck ship`: the exit codes are in its help."""
    arguments = parser()
    options = arguments.parse_args(words)
    try:
        order = _order(options)
        with connection_of(options, read_only=_is_read_only(options)) as connection:
            return asyncio.run(_ship(order, options, connection))
    except OrderError as error:
        arguments.error(str(error))
    except (EmbeddedAccountError, SettingsError) as error:
        print(f"batchdeck: {error}", file=sys.stderr)  # noqa: T201
        return REFUSED
    except KeyboardInterrupt:  # The second one: the first has stopped the shipment in order.
        return STOPPED


def _order(options: argparse.Namespace) -> Order:
    before = None
    if options.again:
        if options.context is None:
            raise OrderError("argument --again: needs the folder that was shipped before")
        before = remembered(orders_folder(), options.context)
        if before is None:
            raise OrderError(f"argument --again: no order for {options.context} is remembered")
    tag = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return order_of(options, before, environment(), tag)


def _is_read_only(options: argparse.Namespace) -> bool:
    profile = options.profile or os.environ.get("AWS_DEFAULT_PROFILE")
    return load().is_read_only(profile or os.environ.get("AWS_PROFILE", ""))


async def _ship(order: Order, options: argparse.Namespace, connection: Connection) -> int:
    account = Account(connection)
    services = Services(account, lambda: Engine.find(os.environ))
    shipment = Shipment(order, services, follows=options.wait)
    report = Report(_lenient(sys.stderr if options.json else sys.stdout))
    try:
        with _stopping(shipment):
            await _watched(shipment, options, report)
    finally:
        await shipment.close()
        await account.close()
    state = shipment.state
    if options.json:
        document = json.dumps(as_object(state, now()), indent=2)
        try:
            print(document, flush=True)  # noqa: T201
        except BrokenPipeError:
            _forget(sys.stdout)
    return exit_code(state)


async def _watched(shipment: Shipment, options: argparse.Namespace, report: Report) -> None:
    await _shown(shipment, shipment.check(), report)
    if options.dry_run:
        report.plan(shipment.state)
    elif shipment.state.is_ready:
        _keep(shipment.state.order)
        await _shown(shipment, shipment.ship(), report)
    report.end(shipment.state)
    if not report.is_read:
        _forget(sys.stderr if options.json else sys.stdout)


async def _shown(shipment: Shipment, states: AsyncIterator[ShipState], report: Report) -> None:
    async for state in states:
        report.show(state, now())
        if not report.is_read:
            shipment.stop()


def _keep(order: Order) -> None:
    try:
        remember(orders_folder(), order)
    except OSError as error:
        print(f"batchdeck: --again will not know this: {error}", file=sys.stderr)  # noqa: T201


@contextmanager
def _stopping(shipment: Shipment) -> Iterator[None]:
    """The first signal stops the shipment in order; a second one ends the process."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        shipment.stop()
        for each in _SIGNALS:
            loop.remove_signal_handler(each)

    for each in _SIGNALS:
        loop.add_signal_handler(each, stop)
    try:
        yield
    finally:
        for each in _SIGNALS:
            loop.remove_signal_handler(each)


def _lenient(out: TextIO) -> TextIO:
    """The same stream, which replaces what its encoding does not have."""
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
    return out


def _forget(out: TextIO) -> None:
    """Nobody reads it any more: the interpreter's last flush must not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
