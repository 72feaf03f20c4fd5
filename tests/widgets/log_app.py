"""A log in an app of its own, for the tests and to look at.

python -m tests.picture tests.widgets.log_app:LogApp /tmp/log.png 80x24
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.screen import Screen

from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.store import LogStore
from batchdeck.themes import DARK
from batchdeck.widgets.log_view import LogView

START = 1_763_629_200_000
TEXTS = [
    "epoch {n}: loss 0.{n:04} lr 0.0003",
    "読み込み中: サンプル {n:04}.fastq.gz を処理しています",
    "WARN shard {n} is slow: " + "retrying the download from the bucket, " * 3 + "attempt 2",
    "checkpoint saved to s3://models/run-{n:04}/model.bin",
    "ERROR worker-{n}: OutOfMemoryError",
]


Events = Sequence[tuple[int, str]]
"""Times (ms) and texts."""


def lines(count: int, start: int = 0) -> Events:
    return [(START + n * 137, TEXTS[n % 5].format(n=n)) for n in range(start, start + count)]


def store_of(events: Events) -> LogStore:
    """A store with some lines."""
    store = LogStore()
    store.append(RawEvents.of(*events))
    return store


class ReadLog(LogView):
    """A log that can be read."""

    def append(self, events: Events) -> None:
        """Lines come in."""
        self.store.append(RawEvents.of(*events))
        self.came()

    def prepend(self, events: Events) -> None:
        """Older lines come in."""
        self.store.prepend(RawEvents.of(*events))
        self.came()

    def text(self) -> list[str]:
        """What it shows, row by row, without the scrollbar and blanks at the end."""
        strips = self.render_lines(self.outer_size.region)
        return [strip.text[:-1].rstrip() for strip in strips]

    def styled(self, name: str) -> list[str]:
        """The pieces painted like a component class."""
        pen = self.pen("log-view--" + name)
        strips = self.render_lines(self.outer_size.region)
        return [text for strip in strips for text, style, _ in strip if style == pen]


class LogApp(App[None]):
    """Two hundred lines; counts the frames and the lines that were sent."""

    def __init__(self, count: int = 200, **options: Any) -> None:
        super().__init__()
        self.told: list[str] = []
        self.tops = 0
        self.view = ReadLog(id="log", empty="No log yet: the job has not started", **options)
        self.frames = 0
        self.sent: list[int] = []
        self.start: Events = lines(count)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.view.append(self.start)

    def on_log_looks_told(self, message: LogView.Told) -> None:
        self.told.append(message.words)

    def on_log_scroll_top(self) -> None:
        self.tops += 1

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Record what is sent to the terminal."""
        if renderable is not None:
            self.frames += 1
            whole = range(self.size.height)
            spans = renderable.spans if isinstance(renderable, ChopsUpdate) else None
            self.sent += whole if spans is None else [y for y, _, _ in spans]
        super()._display(screen, renderable)


class SearchedLog(LogApp):
    """The same, wrapped, with a search."""

    def on_ready(self) -> None:
        self.view.action_wrap()
        self.view.search("worker")
