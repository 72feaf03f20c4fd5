from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import on
from textual.app import App, ComposeResult

from batchdeck.domain.resources import JobQueue
from batchdeck.panes.deck import LEFT, PANES, Deck
from batchdeck.widgets.glyphs import UNICODE
from tests.jobs.scripted_batch import job
from tests.screens.console_app import Driver, gone, painted, seen, until

QUEUE = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 5)
TITLES = ("1 Environments", "2 Queues", "3 Definitions", "4 Jobs", "5 Detail")


class DeckApp(App[None]):
    """The deck alone; remembers which panes were entered."""

    def __init__(self) -> None:
        super().__init__()
        self.deck = Deck(UNICODE, id="deck")
        self.entered: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.deck

    @on(Deck.Entered)
    def _entered(self, event: Deck.Entered) -> None:
        self.entered.append(event.pane)

    @property
    def pane_with_keys(self) -> str:
        """Id of the pane in which the focus is."""
        focused = self.focused
        nodes = [] if focused is None else focused.ancestors_with_self
        return next((str(node.id) for node in nodes if node.id in PANES), "")

    async def keys_in(self, pane: str) -> None:
        """Wait until a pane has the focus."""
        await until(lambda: self.pane_with_keys == pane)

    async def shows(self, *titles: str) -> None:
        """Wait until these panes can be seen and no others."""
        await until(lambda: self.titles() == set(titles))

    def titles(self) -> set[str]:
        """The titles that can be seen."""
        screen = painted(self)
        return {title for title in TITLES if title in screen}


@asynccontextmanager
async def deck(size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[DeckApp, Driver]]:
    """The app, painted for the first time."""
    app = DeckApp()
    async with app.run_test(size=size) as pilot:
        await app.keys_in("jobs")
        yield app, pilot


async def test_all_panes_are_there_and_the_jobs_have_the_keys() -> None:
    async with deck() as (app, _):
        assert app.titles() == set(TITLES)
        assert app.deck.current == "jobs"
        assert all(app.deck.shows(pane) for pane in PANES)


async def test_numbers_and_tab_go_to_the_panes() -> None:
    async with deck() as (app, pilot):
        for number, pane in enumerate(PANES, 1):
            await pilot.press(str(number))
            await app.keys_in(pane)
            assert app.deck.current == pane
        for pane in (*PANES, PANES[0]):
            await pilot.press("tab")
            await app.keys_in(pane)
        await pilot.press("shift+tab")
        await app.keys_in(PANES[-1])
        assert app.entered[:4] == ["environments", "queues", "definitions", "jobs"]


async def test_wherever_the_focus_goes_the_deck_follows() -> None:
    async with deck() as (app, pilot):
        app.screen.set_focus(app.deck.queues.table)
        await until(lambda: app.deck.current == "queues")
        before = app.deck.current_table
        assert before is app.deck.queues
        await pilot.press("5")
        await until(lambda: app.deck.current == "detail")
        assert app.deck.current_table is None
        assert app.deck.came_from == "queues"


async def test_below_a_hundred_columns_one_pane_shows_at_a_time() -> None:
    async with deck() as (app, pilot):
        await pilot.press("2")
        await pilot.resize_terminal(99, 30)
        await app.shows("2 Queues")
        assert not app.deck.shows("detail")
        for number, title in enumerate(TITLES, 1):
            await pilot.press(str(number))
            await app.shows(title)
            assert painted(app).splitlines()[1].rstrip().endswith("│")
            assert len(painted(app).splitlines()[0]) == 99
        assert app.deck.detail.looked_at
        await pilot.resize_terminal(100, 30)
        await app.shows(*TITLES)
        assert app.pane_with_keys == "detail"


async def test_zoom_gives_the_current_pane_everything_and_takes_it_back() -> None:
    async with deck() as (app, pilot):
        await pilot.press("plus")
        await app.shows("4 Jobs")
        assert not app.deck.shows("detail")
        await pilot.press("3")
        await app.shows("3 Definitions")
        await pilot.press("underscore")
        await app.shows(*TITLES)
        assert app.deck.current == "definitions"


async def test_what_is_typed_after_a_slash_goes_to_the_current_pane() -> None:
    async with deck() as (app, pilot):
        app.deck.jobs.show([job("a"), job("b")])
        app.deck.queues.show([QUEUE])
        assert app.deck.filter("name-b") == ""
        assert app.deck.filter_text == "name-b"
        await gone(pilot, "name-a")
        await pilot.press("2")
        assert app.deck.filter_text == ""
        assert app.deck.filter("(") != ""
        await seen(pilot, "etl", "name-b")
        await pilot.press("5")
        assert app.deck.filter_text is None


async def test_a_screen_too_small_for_anything_breaks_nothing() -> None:
    async with deck((20, 3)) as (app, pilot):
        app.deck.jobs.show([job("a")])
        for key in ("1", "2", "3", "4", "5"):
            await pilot.press(key)
        await pilot.resize_terminal(120, 40)
        await app.shows(*TITLES)


def test_the_left_side_is_what_jobs_are_narrowed_by() -> None:
    assert LEFT == ("environments", "queues", "definitions")
    assert PANES[:3] == LEFT
