"""One pane of the console in an app of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from textual.app import App, ComposeResult

from batchdeck.panes.table_pane import TablePane
from tests.screens.console_app import Driver, painted

P = TypeVar("P", bound=TablePane[Any])


class PaneApp(App[None], Generic[P]):
    """The pane alone."""

    def __init__(self, make: Callable[[], P]) -> None:
        super().__init__()
        self._make = make
        self.pane: P

    def compose(self) -> ComposeResult:
        self.pane = self._make()
        yield self.pane

    def lines(self) -> list[str]:
        """What is painted, without the border."""
        return [line[1:-1].rstrip() for line in painted(self).splitlines()]


@asynccontextmanager
async def showing(
    make: Callable[[], P], size: tuple[int, int] = (60, 8)
) -> AsyncIterator[tuple[PaneApp[P], Driver]]:
    """The app with the pane, painted for the first time."""
    app = PaneApp(make)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
