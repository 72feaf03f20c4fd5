"""A shipment on the screen: looked at, shipped and followed, stopped, refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from batchdeck.screens.ship import ShipScreen
from batchdeck.settings import orders_folder
from batchdeck.shipping.order import Order
from batchdeck.shipping.remembered import remembered
from batchdeck.shipping.services import Services
from batchdeck.widgets.glyphs import UNICODE
from tests.screens.console_app import NARROW, Driver, gone, painted, seen, until
from tests.shipping.dock import SHELL, Dock

SLOW = SHELL + 'RUN ["/bin/sh", "-c", "echo begun; i=0; while [ $i -lt 60 ]; do sleep 1; done"]\n'
SAYS = SHELL + 'CMD ["/bin/sh", "-c", "echo from inside; sleep 2; exit 3"]\n'


class Harbour(App[None]):
    """A shipment alone, and what it ended with."""

    def __init__(self, services: Services, order: Order) -> None:
        super().__init__()
        self._shipment = (services, order)
        self.outcome: list[bool | None] = []

    def on_mount(self) -> None:
        self.push_screen(ShipScreen(*self._shipment, UNICODE), self.outcome.append)


@pytest.fixture(autouse=True)
def _orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders are kept where the test ends."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@asynccontextmanager
async def shipping(dock: Dock, order: Order | None = None) -> AsyncIterator[Driver]:
    """The screen of a shipment from a dock."""
    app = Harbour(dock.services(reads_log=False), order or dock.order())
    async with app.run_test(size=NARROW) as pilot:
        yield pilot


def outcome(pilot: Driver) -> list[bool | None]:
    """What the screen ended with; empty while it is open."""
    app: Any = pilot.app
    result: list[bool | None] = app.outcome
    return result


@pytest.mark.engine
async def test_a_folder_becomes_a_job_whose_log_is_read(dock: Dock) -> None:
    dock.write(SAYS)
    dock.define()
    async with shipping(dock) as pilot:
        await seen(pilot, "Looked at, nothing is written yet", "Will send", "ctrl-s ships it")
        assert not dock.jobs()
        await pilot.press("ctrl+s")
        await seen(pilot, "✓ done      submit", "from inside", seconds=90)
        await seen(pilot, "FAILED", seconds=60)
        assert remembered(orders_folder(), dock.folder)
        await pilot.press("tab")
        await seen(pilot, "How it ended", "the job failed with exit code 3", "revision     there")
        await pilot.press("tab")
        await seen(pilot, "from inside")
        await pilot.press("escape")
        await until(lambda: outcome(pilot) == [True])


@pytest.mark.engine
async def test_the_tags_of_a_repository_that_is_made_can_be_made_immutable(dock: Dock) -> None:
    dock.define()
    async with shipping(dock) as pilot:
        await seen(pilot, "ctrl-s ships it", "aws ecr create-repository", "i immutable tags")
        await pilot.press("i")
        await seen(pilot, "ctrl-s ships it", "IMMUTABLE")
        await pilot.press("ctrl+s")
        await seen(pilot, "✓ done      repository", "✓ done      push", seconds=90)
    (made,) = dock.cloud.client("ecr").describe_repositories()["repositories"]
    assert made["imageTagMutability"] == "IMMUTABLE"


@pytest.mark.engine
async def test_a_second_escape_stops_it_and_what_exists_is_told(dock: Dock) -> None:
    dock.write(SLOW)
    dock.define()
    async with shipping(dock) as pilot:
        await seen(pilot, "ctrl-s ships it")
        await pilot.press("ctrl+s")
        await seen(pilot, "► running   build", "begun", seconds=60)
        await pilot.press("escape")
        await seen(pilot, "esc again stops it")
        assert "► running   build" in painted(pilot.app)
        await pilot.press("escape")
        await seen(pilot, "How it ended", "cancelled", "image        absent", "job          absent")
        assert not dock.jobs()
        await pilot.press("escape")
        await until(lambda: outcome(pilot) == [False])


@pytest.mark.engine
async def test_another_architecture_is_refused_and_one_key_ships_it_all_the_same(
    dock: Dock,
) -> None:
    dock.define()
    async with shipping(dock, dock.order(platform="linux/arm64")) as pilot:
        await seen(pilot, "✗ failed    check", "arm64", "o ships it all the same")
        await pilot.press("ctrl+s")
        await pilot.press("o")
        await seen(pilot, "ctrl-s ships it")
        await pilot.press("escape")
        await until(lambda: outcome(pilot) == [None])
    assert not dock.jobs()


async def test_what_speaks_against_it_comes_first_and_nothing_can_be_shipped(
    dry_dock: Dock,
) -> None:
    order = dry_dock.order(definition="nothing-like-it")
    async with shipping(dry_dock, order) as pilot:
        screen = await seen(pilot, "✗ failed    check", "nothing-like-it", "esc goes back")
        below = screen[screen.index("Looked at") :].splitlines()
        assert "✗ bad" in below[1]
        assert "ship it" not in screen
        await pilot.press("ctrl+s")
        await gone(pilot, "running")
        await pilot.press("escape")
        await until(lambda: outcome(pilot) == [None])
    assert not dry_dock.jobs()


@pytest.mark.engine
async def test_it_can_be_tried_here_before_it_is_shipped(dock: Dock) -> None:
    dock.write(SHELL + 'CMD ["/bin/sh", "-c", "echo tried $((40+2)); exit 3"]\n')
    dock.define()
    async with shipping(dock) as pilot:
        await seen(pilot, "ctrl-s ships it", "x try it here")
        await pilot.press("x")
        await seen(pilot, "Tried here", "tried 42", "ended with exit code 3", seconds=90)
        await pilot.press("escape")
        await seen(pilot, "Looked at, nothing is written yet", "ctrl-s ships it")
        assert not dock.jobs()
        assert len(dock.revisions()) == 1
