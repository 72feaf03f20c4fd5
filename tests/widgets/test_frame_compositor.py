"""That the cells are right is shown by `test_frame_diff`; here, that nothing else is painted."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from batchdeck.widgets.frame_compositor import FrameCompositor
from batchdeck.widgets.frame_diff import FrameDiff
from tests.widgets.tape import TapeDriver

SIZE = (30, 12)


class Asked(Widget):
    """Remembers which of its lines it had to paint."""

    DEFAULT_CSS = "Asked { height: 5; }"

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.asked: list[Region] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked.append(crop)
        return [Strip.blank(self.size.width) for _ in crop.line_range]


class Behind(Container):
    """The same for what lies behind others."""

    asked: list[Region] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked.append(crop)
        return super().render_lines(crop)


class Three(FrameDiff[None]):
    """Two widgets one below the other, and the one that they lie on."""

    CSS = "#part { width: 10; }"

    def compose(self) -> ComposeResult:
        with Behind():
            yield Asked("whole")
            yield Asked("part")


async def asked_for(*regions: tuple[str, Region]) -> dict[str, list[Region]]:
    """What each widget has to paint after regions of some were refreshed."""
    app = Three(TapeDriver)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen._compositor, FrameCompositor)
        widgets = {widget.id or "behind": widget for widget in app.query("Asked, Behind")}
        for widget in widgets.values():
            assert isinstance(widget, Asked | Behind)
            widget.asked = []
        for name, region in regions:
            widgets[name].refresh(region)
        await pilot.pause(0.1)
        found = {name: getattr(widget, "asked", []) for name, widget in widgets.items()}
    return {name: asked for name, asked in found.items() if asked}


async def test_a_line_is_asked_for_alone() -> None:
    line = Region(0, 2, 30, 1)
    assert await asked_for(("whole", line)) == {"whole": [line]}


async def test_lines_apart_are_asked_for_with_what_is_between_them() -> None:
    first, last = Region(0, 1, 30, 1), Region(3, 3, 4, 1)
    assert await asked_for(("whole", first), ("whole", last)) == {"whole": [Region(0, 1, 30, 3)]}


async def test_two_widgets_that_changed_paint_their_own() -> None:
    first, second = Region(0, 4, 30, 1), Region(0, 0, 10, 1)
    assert await asked_for(("whole", first), ("part", second)) == {
        "whole": [first],
        "part": [second],
    }


async def test_what_lies_behind_paints_where_it_is_seen() -> None:
    """The lower widget ends at column 10."""
    found = await asked_for(("behind", Region(0, 6, 30, 1)))
    assert found == {"part": [Region(0, 1, 10, 1)], "behind": [Region(0, 6, 30, 1)]}


async def test_nothing_is_painted_where_nothing_changed() -> None:
    assert await asked_for() == {}
    assert FrameCompositor().render_partial_update() is None
