"""Apps whose output goes to a terminal emulator instead of a terminal."""

from __future__ import annotations

from typing import Any

import pyte
from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from batchdeck.widgets.frame_pace import ASK

Cell = tuple[str, str, str, bool, bool, bool, bool]


class TapeDriver(HeadlessDriver):
    """Keeps what is written, and may answer questions for the cursor like a terminal."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.written: list[str] = []
        self.answers = True

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)
        if self.answers and ASK in data:
            self.answer()

    def answer(self) -> None:
        """Report the cursor."""
        self._app.post_message(events.CursorPosition(0, 0))


def tape(app: App[Any]) -> TapeDriver:
    """The driver of a running app."""
    driver = app._driver
    assert isinstance(driver, TapeDriver)
    return driver


def emulator(size: tuple[int, int]) -> pyte.Screen:
    return pyte.Screen(*size)


def feed(screen: pyte.Screen, driver: TapeDriver) -> int:
    """Show what was written since the last time; returns how many bytes that was."""
    data = "".join(driver.written)
    driver.written.clear()
    pyte.Stream(screen).feed(data)
    return len(data.encode())


def cells(screen: pyte.Screen) -> list[list[Cell]]:
    """All that can be seen on a terminal."""
    return [
        [
            (c.data, c.fg, c.bg, c.bold, c.italics, c.underscore, c.reverse)
            for c in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]
