"""The command line: arguments become settings and a way to connect, then the console opens."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from batchdeck import __version__
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.opening import Opening, opened
from batchdeck.settings import (
    THEMES,
    Settings,
    SettingsError,
    accounts_folder,
    cache_folder,
    load,
)

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.app import BatchdeckApp
    from batchdeck.aws.head_start import HeadStart
    from batchdeck.local.launcher import LocalAccount

SWITCH_SECONDS = 0.0005
"""How soon a thread that has something to do gets its turn."""
SUBCOMMANDS = ("why", "logs", "ship", "policy")
"""What there is without the console: `batchdeck.headless` has a module and a function of each."""
FRAMES_A_SECOND = "120"
"""How often the screen may change: it does so only where something did."""
EPILOG = """\
`batchdeck why JOB|QUEUE|ENVIRONMENT` tells why it does not run, without the console;
`batchdeck logs JOB` writes what it wrote (--follow until it has ended);
`batchdeck ship FOLDER` builds, pushes, registers, submits and follows (--help tells how);
`batchdeck policy read` prints the IAM policy that is needed to look.

Without --local the ordinary AWS credential chain is used: environment, profile, SSO, instance role.
"""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run batchdeck and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in SUBCOMMANDS:
        module = import_module(f"batchdeck.headless.{words[0]}")
        sys.exit(getattr(module, words[0])(words[1:]))
    options = _parsed(words)
    try:
        settings = settings_from(options)
    except SettingsError as error:
        print(f"batchdeck: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    with ExitStack() as cleanup:
        opening = Opening(cache_folder(), (__version__, settings))
        cleanup.enter_context(opened(opening))
        connect = _local(options, settings, cleanup) if options.local else _aws(options, settings)
        sys.exit(_run(settings, connect, opening))


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    """The arguments. Ends the process with 2 when they are wrong, or do not go together."""
    arguments = parser()
    options = arguments.parse_args(words)
    for name in ("local_jobs", "local_seed", "local_empty", "local_pace"):
        if not options.local and getattr(options, name) not in (None, False):
            arguments.error(f"argument --{name.replace('_', '-')}: only with --local")
    return options


def parser() -> argparse.ArgumentParser:
    """The arguments batchdeck takes."""
    result = argparse.ArgumentParser(
        prog="batchdeck", description="A terminal console for AWS Batch.", epilog=EPILOG
    )
    where = result.add_argument_group("account")
    where.add_argument("--profile", default="", help="profile of the AWS configuration")
    where.add_argument("--region", default="", help="AWS Region, such as ap-northeast-1")
    where.add_argument("--endpoint-url", default="", help="send every call to this address")
    where.add_argument("--read-only", action="store_true", help="never change anything")
    local = result.add_argument_group("without an AWS account")
    local.add_argument(
        "--local", action="store_true", help="open an embedded account in which jobs really run"
    )
    content = local.add_mutually_exclusive_group()
    content.add_argument(
        "--local-jobs", type=_jobs, metavar="N", help="how many jobs of its past have ended (400)"
    )
    content.add_argument(
        "--local-empty", action="store_true", help="an embedded account with nothing in it"
    )
    local.add_argument(
        "--local-seed", type=_seed, metavar="N", help="another number is another account (1)"
    )
    local.add_argument(
        "--local-pace",
        choices=("humane", "immediate"),
        help="how long the states of its jobs last (humane)",
    )
    screen = result.add_argument_group("screen")
    screen.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    screen.add_argument("--mouse", action="store_true", help="let the mouse select and scroll")
    screen.add_argument("--theme", choices=THEMES, help="colours")
    screen.add_argument("--config", type=Path, metavar="FILE", help="configuration file")
    result.add_argument("--version", action="version", version=f"batchdeck {__version__}")
    return result


def settings_from(options: argparse.Namespace) -> Settings:
    """Settings of the file, overridden by the command line. Raises SettingsError."""
    settings = load(options.config)
    return replace(
        settings,
        ascii=options.ascii or settings.ascii or not _utf8(),
        mouse=options.mouse or settings.mouse,
        theme=options.theme or settings.theme,
        read_only=options.read_only or settings.read_only,
    )


def _jobs(text: str) -> int:
    from batchdeck.local.arguments import jobs

    return jobs(text)


def _seed(text: str) -> int:
    from batchdeck.local.arguments import seed

    return seed(text)


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _run(settings: Settings, connect: Callable[[], Awaitable[Connection]], opening: Opening) -> int:
    # Nothing made during the start is garbage: looking for it would take 15 ms. The app puts
    # the collector to work when its account is open.
    gc.disable()
    # The thread that reads the keys asks for its turn some times per key, 5 ms each while the
    # loop is busy.
    sys.setswitchinterval(SWITCH_SECONDS)
    from batchdeck.aws.head_start import HeadStart
    from batchdeck.exits import run

    head_start = HeadStart(connect)

    async def opened() -> BatchdeckApp:
        try:
            if opening.shown:
                await head_start.lead()
            return await asyncio.to_thread(_app, settings, head_start, opening)
        except BaseException:  # A signal, too: there is no app that would close it.
            await head_start.close()
            raise

    return run(opened, mouse=settings.mouse, attributes=opening.attributes)


def _app(settings: Settings, head_start: HeadStart, opening: Opening) -> BatchdeckApp:
    # Textual reads it when it is imported. A key that comes just after a frame waits for the
    # next one: for 8 ms at most instead of 16.
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    from batchdeck.app import BatchdeckApp

    return BatchdeckApp(settings, head_start, opening)


def _aws(options: argparse.Namespace, settings: Settings) -> Callable[[], Awaitable[Connection]]:
    connection = Connection(
        profile=options.profile,
        region=options.region,
        endpoint_url=options.endpoint_url,
        read_only=settings.is_read_only(options.profile or _profile_of_environment()),
    )

    async def connect() -> Connection:
        await asyncio.sleep(0)
        return connection

    return connect


def _profile_of_environment() -> str:
    """The profile that botocore takes when none is named."""
    return os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE", "")


def _words(options: argparse.Namespace) -> list[str]:
    """The same for `python -m batchdeck.local`."""
    chosen = {
        "--pace": options.local_pace,
        "--jobs": options.local_jobs,
        "--seed": options.local_seed,
    }
    words = [
        word for name, value in chosen.items() if value is not None for word in (name, str(value))
    ]
    return [*words, "--no-demo"] if options.local_empty else words


def _local(
    options: argparse.Namespace, settings: Settings, cleanup: ExitStack
) -> Callable[[], Awaitable[Connection]]:
    from batchdeck.aws.errors import UnreachableError
    from batchdeck.local.launcher import EmbeddedAccount, EmbeddedAccountError

    try:
        account = EmbeddedAccount.start(*_words(options))
    except EmbeddedAccountError as error:
        print(f"batchdeck: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    cleanup.callback(account.close)

    async def connect() -> Connection:
        try:
            ready = await account.ready()
        except EmbeddedAccountError as error:
            raise UnreachableError(str(error)) from error
        await asyncio.to_thread(_announce, ready, cleanup)
        return Connection(
            region=ready.region,
            endpoint_url=ready.endpoint,
            access_key="local",
            secret_key=Secret("local"),
            alias="local account",
            read_only=settings.read_only,
            note="simulated: no Docker engine" if ready.simulated else ready.runner,
        )

    return connect


def _announce(account: LocalAccount, cleanup: ExitStack) -> None:
    """Let `--local` of other commands find the account."""
    from batchdeck.local.announcing import announced

    try:
        cleanup.enter_context(announced(accounts_folder(), account))
    except OSError as error:
        import logging

        logging.getLogger(__name__).info("cannot announce the embedded account: %s", error)
