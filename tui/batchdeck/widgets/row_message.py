"""What a table tells about its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from batchdeck.widgets.virtual_table import VirtualTable


class RowMessage(Message):
    """Something happened to a row of a table."""

    def __init__(self, table: VirtualTable[Any], row: Any) -> None:
        super().__init__()
        self.table = table
        self.row = row

    @property
    def control(self) -> VirtualTable[Any]:
        """The table that sent it, so that `@on` can tell tables apart."""
        return self.table
