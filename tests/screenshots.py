"""The pictures in screenshots/, made from the real console on the demo account.

make screenshots                            those of the README
python -m tests.screenshots help submit     those of these names, at both sizes
python -m tests.screenshots --to /tmp       all of them, into another folder
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from batchdeck.app import BatchdeckApp
from batchdeck.aws.head_start import HeadStart
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.local.launcher import LocalAccount
from batchdeck.settings import Settings
from tests.accounts import demo
from tests.picture import Size, save
from tests.screens.console_app import NARROW, WIDE, Driver, seen
from tests.sources import ROOT
from tests.surroundings import isolate_process

FOLDER = ROOT / "screenshots"
PATIENCE = 120.0
"""Seconds to wait for a text."""


@dataclass(frozen=True, slots=True)
class Press:
    """Keys to press, by Textual's names."""

    keys: Sequence[str]

    async def happen(self, pilot: Driver) -> None:
        """Press them."""
        await pilot.press(*self.keys)


@dataclass(frozen=True, slots=True)
class See:
    """Texts to wait for."""

    texts: Sequence[str]

    async def happen(self, pilot: Driver) -> None:
        """Wait for them."""
        await seen(pilot, *self.texts, seconds=PATIENCE)


def press(*keys: str) -> Press:
    """Press keys by name; what begins with an apostrophe is typed letter by letter."""
    return Press([part for key in keys for part in _typed(key)])


def see(*texts: str) -> See:
    """Wait until all these texts are on the screen."""
    return See(texts)


def _typed(key: str) -> Sequence[str]:
    return list(key[1:]) if key.startswith("'") else [key]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a file name without ending, a size, and the way to what it shows."""

    name: str
    size: Size
    steps: Sequence[Press | See] = ()


SMALL = "-80x24"


def both(name: str, *steps: Press | See) -> Iterator[Shot]:
    """The same way at both sizes that every screen has to look well at."""
    yield Shot(name, WIDE, [ALIVE, *steps])
    yield Shot(f"{name}{SMALL}", NARROW, [ALIVE, *steps])


ALIVE = see("  live  ", "RUNNING   etl-orders-live")
"""Everything is loaded, and the demo's own jobs run."""

WAREHOUSE = ("slash", "'load-2024-q4", "enter", "j", "w")
"""The keys to the Why tab of the job without a way out of its subnet."""

SHOTS = (
    *both("console"),
    *both("filter", press("slash", "'etl", "enter"), see("etl-orders")),
    *both("stuck", press("ctrl+z"), see("partner-feed")),
    *both("why", press(*WAREHOUSE), see("BLOCKED", "fix", "looked at")),
    *both(
        "why-open",
        press(*WAREHOUSE),
        see("BLOCKED", "fix", "looked at"),
        press("enter"),
        see("asks"),
    ),
    *both(
        "why-checks",
        press(*WAREHOUSE),
        see("BLOCKED", "fix", "looked at"),
        press("o", "ctrl+f"),
        see("PASS"),
    ),
    *both(
        "fix",
        press("slash", "'ranker-sweep", "enter", "w"),
        see("BLOCKED", "fix", "looked at"),
        press("a"),
        see("Type apply to send it"),
    ),
    *both(
        "fix-only-shown",
        press("slash", "'partner-feed", "enter", "w"),
        see("BLOCKED", "fix", "looked at"),
        press("a"),
        see("y copies"),
    ),
    *both(
        "log",
        press("slash", "'etl-orders-live", "enter", "l"),
        see("parquet"),
        press("slash", "'part-", "enter"),
        see("= │"),
    ),
    *both("json", press("y"), see("jobId")),
    *both("definition", press("3", "d"), see("Image")),
    *both("submit", press("3", "n"), see("submit-job")),
    *both(
        "ship",
        press("3", "slash", "'archive-whole", "enter"),
        see("3 Definitions 1/"),
        press("b"),
        see("Build and ship"),
        press("'~/worker", "ctrl+s"),
        see("ctrl-s ships it"),
    ),
    *both(
        "stop",
        press("slash", "'etl-orders-live", "enter"),
        see("4 Jobs 1/"),
        press("ctrl+d"),
        see("terminate"),
    ),
    *both("calls", press("at"), see("aws batch")),
    *both("help", press("question_mark"), see("Everywhere")),
)


async def take(shot: Shot, account: LocalAccount, folder: Path) -> Path:
    """Open the console, go the way, save the picture; the SVG's path."""

    async def connect() -> Connection:
        return Connection(
            region=account.region,
            endpoint_url=account.endpoint,
            access_key="local",
            secret_key=Secret("local"),
            alias="local account",
            note="simulated: no Docker engine" if account.simulated else account.runner,
        )

    app = BatchdeckApp(Settings(refresh_seconds=1), HeadStart(connect))
    async with app.run_test(size=shot.size) as pilot:
        for step in shot.steps:
            await step.happen(pilot)
        await pilot.pause()
        return save(app, folder / shot.name)


def chosen(names: Sequence[str]) -> list[Shot]:
    """The shots of these names, at both sizes; all of them without a name."""
    return [shot for shot in SHOTS if not names or shot.name.removesuffix(SMALL) in names]


@contextmanager
def _demo_in(home: Path) -> Iterator[LocalAccount]:
    isolate_process(home)
    copytree(ROOT / "worker", home / "worker", ignore=ignore_patterns("__pycache__"))
    with demo() as account:
        yield account


def main(arguments: Sequence[str]) -> int:
    """Take pictures; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="such as why or console")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder (default: %(default)s)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as home, _demo_in(Path(home)) as account:
        for shot in chosen(options.names):
            print(asyncio.run(take(shot, account, options.to)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
