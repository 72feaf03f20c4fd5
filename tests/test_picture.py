"""Pictures show what the app shows, with every cell at its place."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from rich.text import Text
from textual.app import App, ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Button, DataTable, Input, Static

from tests.picture import picture, svg_of


class SampleApp(App[None]):
    """A little of everything that is hard to draw."""

    CSS = """
    Static { border: round $primary; }
    #mixed { border: tall $accent; }
    """

    def compose(self) -> ComposeResult:
        yield Static("plain <&> text", id="plain", markup=False)
        yield Static(
            Text.assemble(
                ("日次集計", "bold"), "|aligned\n", ("........", "reverse"), "|", ("dim", "dim")
            ),
            id="mixed",
        )
        yield Input("value")
        yield Button("Go")
        table: DataTable[str] = DataTable()
        table.add_columns("Name", "State")
        table.add_row("日次集計", "● RUNNING")
        table.add_row("etl-orders", "▲ RUNNABLE")
        table.add_row("évolution", "✔ SUCCEEDED")
        yield table

    def key_f2(self) -> None:
        """Show a dialog."""
        self.push_screen(Dialog())


class Dialog(ModalScreen[None]):
    """Half-transparent: what is behind must stay in the picture."""

    def compose(self) -> ComposeResult:
        yield Static("dialog text")


def texts(svg: str) -> dict[str, float]:
    """Every text of a picture with its x."""
    tree = ElementTree.fromstring(svg)
    found = tree.iter("{http://www.w3.org/2000/svg}text")
    return {
        (element.text or "").replace("\xa0", " ").strip(): float(element.get("x", "0"))
        for element in found
    }


async def test_shows_the_text_escaped() -> None:
    app = SampleApp()
    async with app.run_test(size=(40, 24)):
        assert "plain <&> text" in texts(svg_of(app))


async def test_wide_characters_take_two_cells() -> None:
    app = SampleApp()
    async with app.run_test(size=(40, 24)):
        places = texts(svg_of(app))
    assert places["次"] - places["日"] == 20
    assert places["|aligned"] == places["|"]


async def test_a_dialog_keeps_the_screen_behind_it() -> None:
    app = SampleApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("f2")
        places = texts(svg_of(app))
    assert "dialog text" in places
    assert "|aligned" in places


async def test_writes_the_file_after_the_keys(tmp_path: Path) -> None:
    svg = await picture(SampleApp(), tmp_path / "sample.png", size=(40, 24), keys=["f2"])
    assert svg == tmp_path / "sample.svg"
    assert "dialog" in svg.read_text(encoding="utf-8")
