"""Pictures of a Textual app, to look at while building it and for the README.

From a shell, an app class with no arguments (a demo app in your test file will do):

    python -m tests.picture tests.widgets.test_job_table:DemoApp /tmp/table.png 80x24 down slash x

writes /tmp/table.svg and, where rsvg-convert is installed, /tmp/table.png. A word after the size
is a key to press; a number is a pause in seconds. In a test, or to look at a state that takes
more than keys to reach:

    await picture(App(), "/tmp/table.png", size=(160, 48), keys=["tab", "enter"])

    async with app.run_test(size=(80, 24)) as pilot:
        ...
        save(app, "/tmp/table.png")
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.segment import Segment
from textual.app import App

from tests import cell_grid

Size = tuple[int, int]
"""Columns and rows."""


def svg_of(app: App[Any]) -> str:
    """What a running app shows now, with the screens behind a dialog."""
    columns, rows = app.size
    console = Console(width=columns, height=rows, force_terminal=True, color_system="truecolor")
    update = app.screen._compositor.render_update(
        full=True, screen_stack=app._background_screens, simplify=True
    )
    segments = (part for part in console.render(update or "") if not part.control)
    lines = list(Segment.split_lines(segments))[:rows]
    return cell_grid.svg(lines, columns, app.ansi_theme)


def save(app: App[Any], path: str | Path) -> Path:
    """Write the SVG of a running app beside `path`, and the PNG; returns the SVG's path."""
    target = Path(path).with_suffix(".svg")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg_of(app), encoding="utf-8")
    as_png(target)
    return target


def as_png(svg: Path, zoom: float = 1.0) -> Path | None:
    """Turn an SVG into a PNG beside it; None where rsvg-convert is not installed."""
    convert = shutil.which("rsvg-convert")
    if convert is None:
        return None
    png = svg.with_suffix(".png")
    subprocess.run([convert, f"--zoom={zoom}", "--output", str(png), str(svg)], check=True)
    return png


async def picture(
    app: App[Any],
    path: str | Path,
    *,
    size: Size = (80, 24),
    keys: Sequence[str] = (),
) -> Path:
    """Run an app headless, press keys, save what it shows. A number among the keys is a pause."""
    async with app.run_test(size=size) as pilot:
        for key in keys:
            if key.replace(".", "", 1).isdigit() and len(key) > 1:
                await pilot.pause(float(key))
            else:
                await pilot.press(key)
        await pilot.pause()
        return save(app, path)


def parse_size(text: str) -> Size:
    """`80x24` as columns and rows."""
    columns, rows = text.split("x")
    return int(columns), int(rows)


def main(arguments: Sequence[str]) -> int:
    """`module:Class PATH [SIZE [KEY ...]]`."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
    module, _, name = arguments[0].partition(":")
    size = parse_size(arguments[2]) if len(arguments) > 2 else (80, 24)
    app = getattr(import_module(module), name)()
    print(asyncio.run(picture(app, arguments[1], size=size, keys=arguments[3:])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
