from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult

from batchdeck.widgets.choice_input import ChoiceInput


class ChoiceApp(App[None]):
    """One field with some values."""

    def __init__(self, choices: Sequence[str], value: str = "") -> None:
        super().__init__()
        self._offer = (value, choices)

    def compose(self) -> ComposeResult:
        yield ChoiceInput(*self._offer, id="choice")

    @property
    def field(self) -> ChoiceInput:
        """The field."""
        return self.query_one(ChoiceInput)


async def test_up_and_down_go_round_the_values() -> None:
    app = ChoiceApp(("small", "medium", "large"))
    async with app.run_test() as pilot:
        values = []
        for _ in range(4):
            await pilot.press("down")
            values.append(app.field.value)
        assert values == ["small", "medium", "large", "small"]
        await pilot.press("up")
        assert app.field.value == "large"
        assert app.field.cursor_position == len("large")


async def test_from_something_typed_it_goes_to_the_first_that_begins_so() -> None:
    app = ChoiceApp(("etl-spot", "train-gpu", "train-spot"))
    async with app.run_test() as pilot:
        await pilot.press(*"TRAIN", "down")
        assert app.field.value == "train-gpu"
        await pilot.press("down")
        assert app.field.value == "train-spot"


async def test_a_beginning_is_completed() -> None:
    app = ChoiceApp(("etl-spot", "train-gpu"))
    async with app.run_test() as pilot:
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("right")
        assert app.field.value == "train-gpu"


async def test_other_values_can_be_offered_and_no_values_change_nothing() -> None:
    app = ChoiceApp((), value="typed")
    async with app.run_test() as pilot:
        await pilot.press("down")
        assert app.field.value == "typed"
        app.field.offer(["512", "1024"])
        assert app.field.choices == ("512", "1024")
        await pilot.press("down")
        assert app.field.value == "512"
