from __future__ import annotations

from collections.abc import Mapping, Sequence

from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column
from batchdeck.widgets.glyphs import ASCII
from tests.panes.pane_app import showing
from tests.screens.console_app import painted


class FruitPane(TablePane[str]):
    """A pane of words."""

    number = "9"
    heading = "Fruit"
    empty = "no fruit here"

    read = 0

    def columns(self) -> Sequence[Column[str]]:
        return (Column("name", "Name", 0, lambda item: item),)

    def key(self, item: str) -> str:
        return item

    def fields(self, item: str) -> Mapping[str, str]:
        type(self).read += 1
        return {"name": item, "letters": str(len(item))}


FRUIT = ("apple", "banana", "cherry")


def fruit() -> FruitPane:
    return FruitPane(id="fruit")


async def test_an_empty_pane_says_why() -> None:
    async with showing(fruit) as (app, pilot):
        assert "loading" in painted(app)
        app.pane.say(problem="batch:ListFruit is denied")
        await pilot.pause()
        assert "loading" not in painted(app)
        assert painted(app).count("batch:ListFruit is denied") == 1
        app.pane.say()
        await pilot.pause()
        assert "no fruit here" in painted(app)
        assert "denied" not in painted(app)
        app.pane.show(FRUIT)
        await pilot.pause()
        assert "no fruit here" not in painted(app)
        app.pane.set_filter("plum")
        await pilot.pause()
        assert "nothing matches /plum; esc shows all" in painted(app)


async def test_a_problem_leaves_what_is_known_in_sight() -> None:
    async with showing(fruit) as (app, pilot):
        app.pane.show(FRUIT)
        app.pane.say(problem="too many calls")
        await pilot.pause()
        assert app.lines()[2] == " apple"
        assert "too many calls" in painted(app).splitlines()[-1]


async def test_the_title_counts_and_the_lower_border_tells_the_filter() -> None:
    async with showing(fruit) as (app, pilot):
        assert "9 Fruit ─" in painted(app)
        app.pane.show(FRUIT)
        await pilot.pause()
        assert "9 Fruit 3 ─" in painted(app)
        assert app.pane.set_filter("an|ch") == ""
        await pilot.pause()
        assert "9 Fruit 2/3 ─" in painted(app)
        assert " /an|ch " in painted(app).splitlines()[-1]
        assert app.pane.filter_text == "an|ch"
        assert app.pane.items == FRUIT
        assert app.pane.set_filter("letters:5") == ""
        assert app.pane.table.rows == ["apple"]


async def test_a_broken_filter_is_explained_and_narrows_nothing() -> None:
    async with showing(fruit) as (app, _):
        app.pane.show(FRUIT)
        assert "(an" in app.pane.set_filter("(an")
        assert list(app.pane.table.rows) == list(FRUIT)
        app.pane.show((*FRUIT, "date"))
        assert len(app.pane.table.rows) == 4


async def test_markup_in_a_filter_or_a_problem_is_painted_as_it_is() -> None:
    async with showing(fruit) as (app, pilot):
        app.pane.show(FRUIT)
        for hostile in (
            "[red]x[/]",
            "[bold",
            "[/]",
            "[$error]y[/]",
            "[@click=app.quit]z[/]",
            "\\[",
        ):
            app.pane.say(problem=hostile)
            await pilot.pause()
            assert f" {hostile} " in painted(app).splitlines()[-1]


async def test_an_item_that_stays_is_read_for_the_filter_only_once() -> None:
    async with showing(fruit) as (app, _):
        app.pane.show(FRUIT)
        app.pane.set_filter("a")
        before = FruitPane.read
        for text in ("an", "ana", "ch"):
            app.pane.set_filter(text)
        app.pane.show((*FRUIT, "date"))
        assert FruitPane.read == before + 1


async def test_the_border_of_an_ascii_screen_is_ascii() -> None:
    async with showing(lambda: FruitPane(id="fruit", glyphs=ASCII)) as (app, pilot):
        app.pane.show(FRUIT)
        app.pane.set_filter("a")
        assert painted(app).isascii()
        app.pane.take_keys()
        await pilot.pause()
        assert painted(app).isascii()
