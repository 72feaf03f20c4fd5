from __future__ import annotations

from batchdeck.widgets.log_style import CLASSES, CSS, NAMES


def test_every_class_but_plain_ones_has_a_look() -> None:
    assert {name for name in CLASSES if f"> .{name} " not in CSS} == set()
    assert sum("name-" in name for name in CLASSES) == NAMES


def test_without_colours_something_else_tells_cursor_hits_and_errors_apart() -> None:
    for name in ("hit", "cursor", "current"):
        assert f"&:nocolor > .log-view--{name} " in CSS
