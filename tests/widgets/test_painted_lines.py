from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from batchdeck.widgets.painted_lines import PaintedLines


class Numbers(PaintedLines):
    COMPONENT_CLASSES = {"numbers--hot"}
    DEFAULT_CSS = "Numbers { height: 40; & > .numbers--hot { color: red; }"
    DEFAULT_CSS += "&:nocolor > .numbers--hot { text-style: reverse; } }"

    def paint(self, y: int) -> Strip:
        hot = ("numbers--hot",)
        blank = " " * (self.size.width - 6)
        return self.strip([(f"{y:03}", ()), ("ab", hot), ("c", hot), ("", ()), (blank, ())])


class NumbersApp(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Numbers()


async def test_joins_neighbours_of_one_style() -> None:
    app = NumbersApp()
    async with app.run_test(size=(30, 10)):
        texts = [segment.text for segment in app.query_one(Numbers).paint(7)]
    assert texts[:2] == ["007", "abc"]
    assert "" not in texts


@pytest.mark.parametrize("crop", [Region(0, 0, 30, 40), Region(1, 5, 6, 2), Region(0, 39, 30, 1)])
@pytest.mark.parametrize("css", ["", "Numbers { border: solid red; }", "Numbers { opacity: 0.5; }"])
@pytest.mark.parametrize("no_color", [True, False])
async def test_paints_what_textual_would_have_painted(
    crop: Region, css: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")

    class Styled(NumbersApp):
        CSS = css

    app = Styled()
    async with app.run_test(size=(30, 10)):
        widget = app.query_one(Numbers)
        ours, theirs = widget.render_lines(crop), Widget.render_lines(widget, crop)
        assert [_cells(strip) for strip in ours] == [_cells(strip) for strip in theirs]


def _cells(strip: Strip) -> list[tuple[object, ...]]:
    cells: list[tuple[object, ...]] = []
    for text, style, _ in strip:
        assert style is not None
        cells += [(letter, style.color, style.bgcolor, style.bold) for letter in text]
    return cells


@pytest.mark.parametrize("no_color", [True, False])
async def test_reverse_video_is_painted(no_color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = NumbersApp()
    async with app.run_test(size=(30, 10)):
        hot = app.query_one(Numbers).pen("numbers--hot")
    assert bool(hot.reverse) is no_color
