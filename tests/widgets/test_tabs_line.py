from __future__ import annotations

from textual.app import App, ComposeResult

from batchdeck.widgets.tabs_line import TabsLine
from tests.screens.console_app import painted


class TabsApp(App[None]):
    """A line of tabs."""

    def compose(self) -> ComposeResult:
        yield TabsLine({"one": "One", "two": "Two"}, id="tabs")


async def test_the_current_tab_is_marked_and_a_note_stands_at_the_end() -> None:
    app = TabsApp()
    async with app.run_test(size=(40, 3)) as pilot:
        tabs = app.query_one(TabsLine)
        assert painted(app).splitlines()[0] == "[One] Two"
        tabs.current = "two"
        tabs.note = "[red]live[/]"
        await pilot.pause()
        line = painted(app).splitlines()[0]
        assert line.startswith(" One [Two]")
        assert line.endswith("[red]live[/]")
        assert len(line) == 40


async def test_a_note_is_cut_and_goes_before_the_tabs_do() -> None:
    app = TabsApp()
    async with app.run_test(size=(30, 3)) as pilot:
        tabs = app.query_one(TabsLine)
        tabs.note = "夜間バッチ処理を待っています"
        await pilot.pause()
        line = painted(app).splitlines()[0]
        assert line.startswith("[One] Two  夜間")
        assert line.endswith("~")
        await pilot.resize_terminal(16, 3)
        assert painted(app).splitlines()[0] == "[One] Two"
