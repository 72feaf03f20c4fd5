from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Input

from batchdeck.widgets.prompt_line import PromptLine
from tests.screens.console_app import painted


class PromptApp(App[None]):
    """A line for typing that remembers what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield PromptLine(id="prompt")

    @property
    def prompt(self) -> PromptLine:
        """The line."""
        return self.query_one(PromptLine)

    @on(PromptLine.Typed)
    @on(PromptLine.Decided)
    def _told(self, message: PromptLine.Typed | PromptLine.Decided) -> None:
        self.told.append((type(message).__name__, message.sign, message.text))

    @on(PromptLine.Left)
    def _left(self, message: PromptLine.Left) -> None:
        self.told.append(("Left", message.sign))


async def test_it_cannot_be_seen_until_it_is_opened_and_after_it_is_closed() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 3)) as pilot:
        assert painted(app).strip() == ""
        app.prompt.open("/", "old")
        await pilot.pause()
        assert painted(app).startswith(" /old")
        assert app.told == []
        app.prompt.close()
        await pilot.pause()
        assert painted(app).strip() == ""


async def test_every_key_is_told_and_enter_decides() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.open("/", "a")
        await pilot.press("b", "enter")
        assert app.told == [("Typed", "/", "ab"), ("Decided", "/", "ab")]


async def test_up_and_down_keep_what_is_typed_and_escape_drops_it() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        for key, told in (("down", "Decided"), ("up", "Decided"), ("escape", "Left")):
            app.told.clear()
            app.prompt.open("/")
            await pilot.press("x", key)
            await pilot.pause()
            assert [words[0] for words in app.told] == ["Typed", told]
            assert not app.prompt.display


async def test_known_words_are_offered_for_commands_and_forgotten_for_filters() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.open(":", words=("queues", "quit"))
        await pilot.press("Q", "u", "e")
        await pilot.pause()
        await pilot.press("right")
        assert app.query_one(Input).value == "queues"
        app.prompt.open("/")
        await pilot.press("q", "right")
        assert app.query_one(Input).value == "q"


async def test_what_is_wrong_is_said_beside_it_and_forgotten_when_opened_again() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.prompt.open("/")
        await pilot.press(*"[a")
        app.prompt.complain("[a: [red]unterminated[/]")
        await pilot.pause()
        assert painted(app).splitlines()[0].endswith("[a: [red]unterminated[/]")
        app.prompt.open("/")
        await pilot.pause()
        assert painted(app).strip() == "/"
