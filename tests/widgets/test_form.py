"""The form: what stands in it, what is said beside it, and that it scrolls to the focus."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input

from batchdeck.widgets.choice_input import ChoiceInput
from batchdeck.widgets.form import Form
from tests.screens.console_app import painted, until

LABELS = {f"field{number}": f"Field {number}" for number in range(12)}


class Paper(App[None]):
    """A form with less height than it has lines."""

    CSS = "Form { max-height: 8; }"

    def compose(self) -> ComposeResult:
        yield Form("Order", LABELS, {"field0": "a"}, {"field1": ("x", "y")}, id="form")


async def test_texts_are_what_was_filled_in_and_typed() -> None:
    app = Paper()
    async with app.run_test(size=(60, 20)) as pilot:
        form = app.query_one(Form)
        form.go_to("field2")
        await until(lambda: app.focused is form.query_one("#field2"))
        await pilot.press("b")
        await until(lambda: form.texts["field2"] == "b")
        assert form.texts["field0"] == "a"
        assert set(form.texts) == set(LABELS)


async def test_problems_and_warnings_stand_beside_their_fields() -> None:
    app = Paper()
    async with app.run_test(size=(60, 20)):
        form = app.query_one(Form)
        form.say({"field0": "too short"}, {"field0": "odd", "field2": "seldom"})
        await until(lambda: "too short" in painted(app) and "seldom" in painted(app))
        assert "odd" not in painted(app)
        form.say({}, {})
        await until(lambda: "too short" not in painted(app) and "seldom" not in painted(app))


async def test_choices_and_hints_can_change() -> None:
    app = Paper()
    async with app.run_test(size=(60, 20)):
        form = app.query_one(Form)
        form.offer("field1", ("z",))
        form.hint({"field3": "as the definition has it"})
        assert form.query_one("#field1", ChoiceInput).choices == ("z",)
        await until(lambda: "as the definition has it" in painted(app))


async def test_the_field_with_the_focus_is_in_sight() -> None:
    app = Paper()
    async with app.run_test(size=(60, 20)):
        form = app.query_one(Form)
        await until(lambda: "Field 0" in painted(app))
        assert "Field 11" not in painted(app)
        form.go_to("field11")
        await until(lambda: "Field 11" in painted(app))
        assert not form.query_one("#field11", Input).cursor_blink
