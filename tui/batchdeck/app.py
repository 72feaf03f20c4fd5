"""The application: wiring only. It opens the account and hands it to the console."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding
from textual.screen import Screen

from batchdeck import themes
from batchdeck.aws.errors import AwsError
from batchdeck.continuing_driver import continuing
from batchdeck.opening import Opening
from batchdeck.screens.console import ConsoleScreen
from batchdeck.settings import Settings
from batchdeck.widgets.frame_diff import FrameDiff

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.head_start import HeadStart


class BatchdeckApp(FrameDiff[int]):
    """Themes, keys and the one screen everything starts from."""

    TITLE = "batchdeck"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+c,ctrl+q", "quit", "quit at once", id="console.leave", show=False),
        Binding("ctrl+l", "redraw", "draw the screen again", id="console.redraw", show=False),
    ]

    def __init__(
        self,
        settings: Settings,
        head_start: HeadStart,
        opening: Opening | None = None,
    ) -> None:
        super().__init__(driver_class=None if opening is None else continuing(opening))
        self._settings = settings
        self._opening = opening
        self._head_start = head_start
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = themes.NAMES.get(settings.theme, "batchdeck")
        self.set_keymap(settings.keys)
        self.set_class(settings.ascii, "-ascii")

    def get_default_screen(self) -> Screen[None]:
        """The console."""
        return ConsoleScreen(self._settings)

    def first_frame(self, frame: str) -> str:
        """Nothing, where it stands on the screen since the start."""
        if self._opening is None:
            return frame
        self._opening.keep(frame)
        return "" if frame == self._opening.shown else frame

    def on_mount(self) -> None:
        """The first frame is out; now whatever is slow may start."""
        self.call_after_refresh(self._open_account)

    def action_redraw(self) -> None:
        """Write the whole screen again, after something else wrote over it."""
        self.redraw()

    @work(group="account", exclusive=True)
    async def _open_account(self) -> None:
        console = self.screen_stack[0]
        assert isinstance(console, ConsoleScreen)
        try:
            account = await self._head_start.account()
        except AwsError as error:
            console.connection_failed(str(error))
            return
        finally:
            gc.freeze()
            gc.enable()
        console.account = account

    async def on_unmount(self) -> None:
        """Close the connections."""
        await self._head_start.close()

    def _fatal_error(self) -> None:
        """Tell an unexpected exception; Textual's own way prints variables, secrets included."""
        from rich.traceback import Traceback  # pulls in Pygments, which nothing else needs

        self.panic(Traceback(width=None))
