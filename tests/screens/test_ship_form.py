"""The form of a shipment: what it says while one types, and what it keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Input

from batchdeck.domain.resources import JobDefinition, JobQueue
from batchdeck.domain.submission import Submission
from batchdeck.screens.offer import Offer
from batchdeck.screens.ship import ShipScreen
from batchdeck.screens.ship_form import ShipFormScreen, preview, recalled
from batchdeck.settings import orders_folder
from batchdeck.shipping.order import Order
from batchdeck.shipping.remembered import remember
from batchdeck.widgets.glyphs import UNICODE
from tests.panes.lines import text
from tests.screens.console_app import NARROW, Driver, gone, seen, until
from tests.shipping.dock import Dock


class Counter(App[None]):
    """The form alone, and what it ended with."""

    def __init__(self, screen: ShipFormScreen) -> None:
        super().__init__()
        self._form = screen
        self.outcome: list[bool | None] = []

    def on_mount(self) -> None:
        self.push_screen(self._form, self.outcome.append)


@pytest.fixture(autouse=True)
def _orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders are kept where the test ends."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@asynccontextmanager
async def form(dock: Dock, **texts: str) -> AsyncIterator[Driver]:
    """A form that is filled in for a dock, but for `texts`."""
    queue = JobQueue(dock.queue, "arn:queue", "ENABLED", "VALID", 1)
    known = JobDefinition(dock.name, 1, "arn:definition", "container", "ACTIVE")
    first = {"folder": str(dock.folder), "repository": dock.name, "tag": "v1", **texts}
    offer = Offer([queue], [known], [], dock.queue, known.reference, texts=tuple(first.items()))
    app = Counter(ShipFormScreen(dock.services(), offer, UNICODE))
    async with app.run_test(size=NARROW) as pilot:
        yield pilot


async def fill(pilot: Driver, field: str, typed: str) -> None:
    """Type into a field."""
    field_input = pilot.app.screen.query_one(f"#{field}", Input)
    pilot.app.screen.set_focus(field_input)
    await until(lambda: field_input.has_focus)
    field_input.value = ""
    await pilot.press(*typed)
    await until(lambda: field_input.value == typed)


async def test_it_says_what_will_be_done_and_what_is_wrong(dry_dock: Dock) -> None:
    async with form(dry_dock) as pilot:
        await seen(pilot, "Build and ship", "1 build", f"{dry_dock.folder}"[:30])
        await fill(pilot, "repository", "Upper")
        await seen(pilot, "lower-case letters")
        await pilot.press("ctrl+s")
        field = pilot.app.screen.query_one("#repository")
        await until(lambda: pilot.app.focused is field)
        assert isinstance(pilot.app.screen, ShipFormScreen)


async def test_keys_that_come_in_one_piece_reach_their_fields(dry_dock: Dock) -> None:
    async with form(dry_dock, folder="", tag="") as pilot:
        pilot.app.screen.set_focus(pilot.app.screen.query_one("#folder", Input))
        await until(lambda: pilot.app.screen.query_one("#folder", Input).has_focus)
        await pilot.press("a", "tab", "b", "enter", "c", "shift+tab", "d")
        read = [pilot.app.screen.query_one(f"#{name}", Input) for name in ("folder", "dockerfile")]
        await until(lambda: [each.value for each in read] == ["a", "bd"])
        third = pilot.app.screen.query_one("#arguments", Input)
        await until(lambda: third.value == "c")


async def test_what_cannot_be_shipped_leads_back_to_the_form_as_it_was(dry_dock: Dock) -> None:
    async with form(dry_dock) as pilot:
        await fill(pilot, "name", "kept-name")
        await pilot.press("ctrl+s")
        # The definition of the form is not in the account.
        await seen(pilot, "✗ failed    check", "esc goes back")
        assert isinstance(pilot.app.screen, ShipScreen)
        await pilot.press("escape")
        await seen(pilot, "Build and ship", "kept-name")
        app: Any = pilot.app
        assert app.outcome == []
        await pilot.press("escape")
        await until(lambda: app.outcome == [False])


async def test_the_last_order_for_another_folder_is_filled_in_but_nothing_typed_is_lost(
    dry_dock: Dock, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    order = dry_dock.order(memory=512, parameters=(("day", "now"),))
    assert order.build is not None
    remember(orders_folder(), replace(order, build=replace(order.build, context=other)))
    assert recalled(str(other))["memory"] == "512"
    assert recalled(str(tmp_path)) == {}
    async with form(dry_dock) as pilot:
        await fill(pilot, "parameters", "day=then")
        await fill(pilot, "folder", str(other))
        await pilot.press("tab")
        await seen(pilot, "512", "day=then")
        await gone(pilot, "day=now")


def test_an_image_that_exists_is_pushed_and_not_built() -> None:
    order = Order(Submission("mine", "etl", "align:3"), image="align:1", repository="align")
    lines = text(preview(order))
    assert "1 push" in lines
    assert "align:1 to ECR as align:?" in lines
    assert "build" not in lines
