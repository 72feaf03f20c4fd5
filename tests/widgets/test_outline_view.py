from __future__ import annotations

from textual.app import App, ComposeResult

from batchdeck.widgets.column import Tone
from batchdeck.widgets.outline_view import OutlineView, Part
from batchdeck.widgets.text_view import Line
from tests.screens.console_app import painted, until


class OutlineApp(App[None]):
    """An outline alone, and what was chosen in it."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield OutlineView(id="outline")

    def on_mount(self) -> None:
        self.screen.set_focus(self.view)

    def on_outline_view_chosen(self, event: OutlineView.Chosen) -> None:
        self.chosen.append(event.key)

    @property
    def view(self) -> OutlineView:
        """The outline."""
        return self.query_one(OutlineView)

    def rows(self) -> list[str]:
        """What is painted."""
        return painted(self).split("\n")

    def marked(self) -> list[str]:
        """The rows that have the cursor's background."""
        wanted = self.view.get_visual_style("outline-view--cursor").rich_style.bgcolor
        strips = self.screen._compositor.render_strips(self.size)
        return [
            strip.text.rstrip()
            for strip in strips
            if any(part.style is not None and part.style.bgcolor == wanted for part in strip)
        ]


def line(text: str) -> Line:
    return ((text, Tone.PLAIN),)


def part(key: str, more: int = 0) -> Part:
    """A part of one line and some more."""
    return Part((line(f"head {key}"), *(line(f"{key} {n}") for n in range(more))), key)


TEXT = Part((line("the verdict"), ()))
PARTS = (TEXT, part("a", 2), part("b"), part("c", 8), part("d"), Part((line("the end"),)))


async def test_the_cursor_goes_from_part_to_part_and_tells_which_was_chosen() -> None:
    app = OutlineApp()
    async with app.run_test(size=(30, 12)) as pilot:
        app.view.show_parts(PARTS)
        await until(lambda: app.marked() == ["head a"])
        await pilot.press("j")
        await until(lambda: app.marked() == ["head b"])
        await pilot.press("enter", "k", "enter")
        await until(lambda: app.chosen == ["b", "a"])
        assert app.rows()[0] == "the verdict"


async def test_a_part_longer_than_the_view_is_scrolled_through() -> None:
    app = OutlineApp()
    async with app.run_test(size=(30, 6)) as pilot:
        app.view.show_parts(PARTS)
        await pilot.press("j", "j")
        await until(lambda: app.marked() == ["head c"])
        assert app.rows()[0] == "head c"
        for _ in range(3):
            await pilot.press("j")
        await until(lambda: app.rows()[-1] == "c 7")
        assert app.view.cursor == "c"
        await pilot.press("j")
        await until(lambda: app.marked() == ["head d"])
        await pilot.press("j")
        await until(lambda: app.rows()[-1] == "the end")
        await pilot.press("k")
        await until(lambda: app.rows()[0] == "head c")


async def test_pages_and_ends() -> None:
    app = OutlineApp()
    async with app.run_test(size=(30, 6)) as pilot:
        app.view.show_parts(PARTS)
        await pilot.press("G")
        await until(lambda: app.rows()[-1] == "the end" and app.marked() == ["head d"])
        await pilot.press("g")
        await until(lambda: app.rows()[0] == "the verdict" and app.marked() == ["head a"])
        await pilot.press("pagedown")
        await until(lambda: app.marked() == ["head b"])


async def test_other_parts_keep_the_cursor_on_its_key() -> None:
    app = OutlineApp()
    async with app.run_test(size=(30, 12)) as pilot:
        app.view.show_parts(PARTS)
        await pilot.press("j")
        app.view.show_parts((TEXT, part("new", 3), part("b"), part("c")))
        await until(lambda: app.marked() == ["head b"])
        app.view.show_parts((TEXT, part("c"), part("d")))
        await until(lambda: app.marked() == ["head c"])
        app.view.show_parts((TEXT, part("c"), part("d")), from_top=True)
        app.view.show_parts((TEXT,))
        await until(lambda: app.marked() == [])
        await pilot.press("enter", "j", "G")
        assert app.view.cursor == ""
        assert app.chosen == []


async def test_a_head_that_wraps_is_marked_as_a_whole() -> None:
    app = OutlineApp()
    async with app.run_test(size=(20, 6)):
        app.view.show_parts((Part((line("one two three four five"),), "k"),))
        await until(lambda: app.marked() == ["one two three four", "five"])
        app.screen.set_focus(None)
        await until(lambda: app.marked() == [])


async def test_until_it_is_moved_the_cursor_stays_on_the_first_part() -> None:
    app = OutlineApp()
    async with app.run_test(size=(30, 12)) as pilot:
        app.view.show_parts((TEXT, part("c")))
        await until(lambda: app.marked() == ["head c"])
        app.view.show_parts(PARTS)
        await until(lambda: app.marked() == ["head a"])
        await pilot.press("j")
        app.view.show_parts((part("new"), *PARTS))
        await until(lambda: app.marked() == ["head b"])
