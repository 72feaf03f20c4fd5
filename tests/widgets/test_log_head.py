from __future__ import annotations

from textual.app import App, ComposeResult

from batchdeck.widgets.log_head import LogHead
from tests.screens.console_app import gone, painted, seen


class HeadApp(App[None]):
    def compose(self) -> ComposeResult:
        yield LogHead(id="head")


async def test_says_as_much_as_there_is_room_for_and_takes_none_for_nothing() -> None:
    app = HeadApp()
    async with app.run_test(size=(20, 3)) as pilot:
        head = app.query_one(LogHead)
        assert not head.display
        head.words, head.bad = "attempt 2 of 3, [red]exit 1[/]", True
        await seen(pilot, "attempt 2 of 3, [re~")
        assert painted(app).splitlines()[0].startswith("attempt")
        head.words = ""
        await gone(pilot, "attempt")
