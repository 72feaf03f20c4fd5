from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from batchdeck.widgets.column import Column
from batchdeck.widgets.row_message import RowMessage
from batchdeck.widgets.virtual_table import VirtualTable


class TwoTables(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[RowMessage] = []

    def compose(self) -> ComposeResult:
        columns = [Column("name", "NAME", 0, str)]
        yield VirtualTable(columns, str, id="left")
        yield VirtualTable(columns, str, id="right")

    def on_mount(self) -> None:
        for table in self.query(VirtualTable):
            table.set_rows(["a", "b"])

    @on(VirtualTable.RowChosen, "#right")
    def keep(self, message: RowMessage) -> None:
        self.chosen.append(message)


async def test_tables_can_be_told_apart() -> None:
    app = TwoTables()
    async with app.run_test() as pilot:
        await pilot.press("j", "enter", "tab", "enter")
        await pilot.pause()
    assert [(message.table.id, message.row) for message in app.chosen] == [("right", "a")]
