from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.binding import Binding
from textual.worker import WorkerFailed

from batchdeck.app import BatchdeckApp
from batchdeck.aws.errors import CredentialsError
from batchdeck.aws.head_start import HeadStart
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.screens.console import ConsoleScreen
from batchdeck.settings import Settings
from tests.screens.console_app import painted, seen, until

NOWHERE = Connection("", "eu-west-1", "http://127.0.0.1:9", "AKIA", Secret("hunter22"))


class Door:
    """A connection that comes when the test lets it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.asked = 0
        self.failure: Exception | None = None

    async def connect(self) -> Connection:
        """The way to an account that cannot be reached."""
        self.asked += 1
        await self.open.wait()
        secret = NOWHERE.secret_key.reveal()
        assert secret
        if self.failure is not None:
            raise self.failure
        return NOWHERE


def app_behind(door: Door, **settings: Any) -> BatchdeckApp:
    """The app on that door."""
    return BatchdeckApp(Settings(**settings), HeadStart(door.connect))


async def ended(app: BatchdeckApp) -> None:
    """Run the app until it ends by itself."""
    async with app.run_test():
        await until(lambda: app.return_code is not None)


async def test_the_whole_frame_is_painted_before_there_is_an_account() -> None:
    door = Door()
    app = app_behind(door)
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, "opening the account", "1 Environments", "4 Jobs", "loading")
        assert isinstance(app.screen, ConsoleScreen)
        assert app.screen.account is None
        await pilot.press("n", "ctrl+d", "at", "w", "l", "y", "ctrl+r", "p", "ctrl+z", "S")
        assert isinstance(app.screen, ConsoleScreen)
        door.open.set()
        await seen(pilot, "cannot be reached")
    assert door.asked == 1


async def test_without_an_account_it_is_said_why() -> None:
    door = Door()
    door.failure = CredentialsError("profile [red]x[/] does not exist")
    door.open.set()
    async with app_behind(door).run_test(size=(120, 40)) as pilot:
        screen = await seen(pilot, "no connection: profile [red]x[/] does not exist")
        assert "loading" not in screen


async def test_anything_unexpected_ends_the_app_and_is_told_without_values_of_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    door = Door()
    door.failure = ZeroDivisionError("unexpected")
    door.open.set()
    app = app_behind(door)
    with pytest.raises(WorkerFailed):
        await ended(app)
    assert app.return_code == 1
    told = capsys.readouterr().err
    assert "ZeroDivisionError: unexpected" in told
    assert NOWHERE.secret_key.reveal() not in told


@pytest.mark.parametrize(
    ("chosen", "theme"),
    [
        ("batchdeck", "batchdeck"),
        ("batchdeck-light", "batchdeck-light"),
        ("terminal", "ansi-dark"),
        ("nonsense", "batchdeck"),
    ],
)
def test_the_theme_of_the_settings(chosen: str, theme: str) -> None:
    assert app_behind(Door(), theme=chosen).theme == theme


async def test_keys_of_the_settings_take_the_place_of_the_built_in_ones() -> None:
    app = app_behind(Door(), keys={"console.help": "f1", "no.such.binding": "x"})
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, "4 Jobs")
        bindings: list[Binding] = [item.binding for item in app.active_bindings.values()]
        assert [item.key for item in bindings if item.id == "console.help"] == ["f1"]


async def test_letters_that_textual_would_take_are_free() -> None:
    """ctrl+q must not quit behind the back of the console, ctrl+p opens no palette."""
    app = app_behind(Door())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, ConsoleScreen)
        assert "Search for commands" not in painted(app)
