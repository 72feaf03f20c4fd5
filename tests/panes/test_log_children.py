from __future__ import annotations

from dataclasses import replace

from textual.app import App, ComposeResult

from batchdeck.domain.job import Job
from batchdeck.panes.log_children import LogChildren
from batchdeck.widgets.glyphs import ASCII
from tests.jobs.scripted_batch import job
from tests.screens.console_app import painted, seen, until


class ChildrenApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[list[int | None]] = []

    def compose(self) -> ComposeResult:
        yield LogChildren(ASCII, id="children")

    def on_log_children_opened(self, message: LogChildren.Opened) -> None:
        self.opened.append([job.array_index for job in message.jobs])

    @property
    def children_list(self) -> LogChildren:
        return self.query_one(LogChildren)


def child(index: int, status: str) -> Job:
    return replace(
        job(f"arr:{index}", status), array_index=index, exit_code=1, container_reason="[b]killed"
    )


async def test_a_child_is_chosen_or_all_of_them() -> None:
    app = ChildrenApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await seen(pilot, "asking AWS")
        app.children_list.offer([child(7, "FAILED"), child(2, "RUNNING")], "")
        await seen(pilot, "[b]killed", "all children, by time", "x FAILED", "> RUNNING")
        assert painted(app).isascii()
        app.children_list.focus()
        await pilot.press("enter", "j", "enter", "G", "enter")
        await until(lambda: app.opened == [[7], [2], []])
        await pilot.press("g", "space", "j", "space", "enter")
        await until(lambda: app.opened[3:] == [[7, 2]])
        await pilot.press("G", "space", "enter")
        await until(lambda: app.opened[4:] == [[]])


async def test_what_was_left_out_is_told() -> None:
    app = ChildrenApp()
    async with app.run_test(size=(60, 8)) as pilot:
        app.children_list.offer([child(7, "FAILED")], "1,000 of 9,000 children")
        await seen(pilot, "1,000 of 9,000 children, by time")
        app.children_list.offer([], "")
        await seen(pilot, "no child has begun: there is no log yet")
