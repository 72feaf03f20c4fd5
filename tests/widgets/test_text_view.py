from __future__ import annotations

from textual.app import App, ComposeResult

from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import INDENT, Line, TextView, broken, wrapped
from tests.screens.console_app import painted, until


class TextApp(App[None]):
    """A text alone."""

    def compose(self) -> ComposeResult:
        yield TextView(id="text")

    @property
    def view(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def top(self) -> str:
        """The first line that can be seen."""
        return painted(self).split("\n")[0]


def numbered(count: int) -> list[Line]:
    return [((f"line {number}", Tone.PLAIN),) for number in range(count)]


async def test_markup_is_text_and_wide_characters_align() -> None:
    app = TextApp()
    async with app.run_test(size=(40, 4)) as pilot:
        app.view.show([(("Label        ", Tone.MUTED), ("[red]夜間[/]", Tone.GOOD)), ()])
        await pilot.pause()
        assert app.top() == "Label        [red]夜間[/]"
        strips = app.screen._compositor.render_strips(app.size)
        assert {strip.cell_length for strip in strips} == {40}


async def test_keys_scroll_within_the_text() -> None:
    app = TextApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.view.show(numbered(20))
        app.screen.set_focus(app.view)
        for keys, first in (
            ("j", "line 1"),
            ("k", "line 0"),
            ("k", "line 0"),
            ("pagedown", "line 4"),
            ("G", "line 15"),
            ("j", "line 15"),
            ("pageup", "line 11"),
            ("g", "line 0"),
        ):
            await pilot.press(keys)
            await until(lambda first=first: app.top() == first)  # type: ignore[misc]


async def test_other_lines_keep_the_place_unless_they_begin_anew() -> None:
    app = TextApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.view.show(numbered(20))
        await pilot.press("tab", "G")
        app.view.show([*numbered(19), (("changed", Tone.PLAIN),)])
        await until(lambda: "changed" in painted(app))
        assert app.top() == "line 15"
        app.view.show(numbered(10))
        await until(lambda: app.top() == "line 5")
        app.view.show(numbered(10), from_top=True)
        await until(lambda: app.top() == "line 0")


async def test_a_change_of_width_wraps_anew() -> None:
    app = TextApp()
    async with app.run_test(size=(60, 4)) as pilot:
        app.view.show([(("word " * 10, Tone.PLAIN),)])
        await pilot.resize_terminal(20, 4)
        await until(lambda: painted(app).split("\n")[2].startswith("word"))


async def test_a_view_as_high_as_its_text_grows_when_a_line_wraps() -> None:
    app = TextApp()
    async with app.run_test(size=(20, 8)):
        app.view.styles.height = "auto"
        app.view.show([(("short", Tone.PLAIN),)])
        await until(lambda: app.view.size.height == 1)
        app.view.show([(("word " * 10, Tone.PLAIN),)])
        await until(lambda: app.view.size.height == 3)


def test_a_long_value_goes_on_behind_its_label() -> None:
    line: Line = (("Reason".ljust(INDENT), Tone.MUTED), ("one two three four five", Tone.WARN))
    first, second, *_ = wrapped(line, INDENT + 12)
    assert first[1] == ("one two", Tone.WARN)
    assert second == ((" " * INDENT, Tone.PLAIN), ("three four", Tone.WARN))
    assert wrapped(line, 80) == [line]
    assert wrapped((), 80) == [()]


def test_a_text_breaks_at_a_blank_where_there_is_one_and_loses_nothing() -> None:
    assert broken("abcdefghij", 4, 3) == ["abcd", "efg", "hij"]
    assert broken("夜間バッチ", 5, 4) == ["夜間", "バッ", "チ"]
    assert broken("", 5, 5) == [""]
    assert "".join(broken("one two three four", 9, 9)).replace(" ", "") == "onetwothreefour"
