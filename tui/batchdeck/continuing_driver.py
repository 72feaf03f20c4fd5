"""Textual's driver on a terminal that shows the first frame already."""

from __future__ import annotations

from typing import Any

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from batchdeck.domain.courtesy import key_pressed
from batchdeck.opening import Opening
from batchdeck.quiet_input import Bell, read_keys

ALTERNATE_SCREEN = "\x1b[?1049h"


def continuing(opening: Opening) -> type[Driver]:
    """A driver that does not clear what the opening shows."""

    class ContinuingDriver(LinuxDriver):
        _entered = False
        exit_event: Bell

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.exit_event = Bell()

        def start_application_mode(self) -> None:
            self._entered = opening.take_over()
            super().start_application_mode()  # type: ignore[no-untyped-call]

        def run_input_thread(self) -> None:
            read_keys(self.fileno, XTermParser(self._debug), self.process_message, self.exit_event)

        def send_message(self, message: Message) -> None:
            if isinstance(message, Key):
                key_pressed()
            super().send_message(message)

        def write(self, data: str) -> None:
            if self._entered and data == ALTERNATE_SCREEN:
                self._entered = False  # Asking for it once more would clear it.
                return
            super().write(data)

    return ContinuingDriver
