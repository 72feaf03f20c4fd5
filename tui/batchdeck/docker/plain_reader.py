"""Reads what `docker build --progress=plain` writes.

Source: moby/buildkit, util/progress/progressui; seen with Docker 20.10 and in buildx's issues.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from batchdeck.docker.build_failures import advice_for
from batchdeck.docker.errors import BuildError
from batchdeck.docker.output import KEPT, readable
from batchdeck.domain.image_build import BuildProgress

_LINE = re.compile(r"#(?P<vertex>\d+) (?P<text>.*)")
_STEP = re.compile(r"\[(?:\S+ +)?(?P<step>\d+)/(?P<steps>\d+)\] (?P<instruction>.*)")
_WRITTEN = re.compile(r"\d+\.\d+ (?P<text>.*)")
_NOISE = re.compile(r"sha256:[0-9a-f]{64}$|(DONE|CACHED|CANCELED)\b")
_FAILED = re.compile(r"ERROR: (?P<reason>.*)")


@dataclass
class _Vertex:
    """One piece of work, of which several may go on at a time."""

    step: int = 0
    steps: int = 0
    instruction: str = ""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))


class PlainReader:
    """Where a build has come to, from one line to the next."""

    def __init__(self) -> None:
        self._vertices: dict[str, _Vertex] = {}
        self._failed: _Vertex | None = None
        self._newest = _Vertex()
        self._outside: deque[str] = deque(maxlen=KEPT)

    def feed(self, raw: str) -> BuildProgress | None:
        """What a line adds; None when that is nothing to show."""
        line = readable(raw)
        found = _LINE.fullmatch(line)
        if not found:
            if line:
                self._outside.append(line)
            return None
        vertex = self._vertices.setdefault(found["vertex"], _Vertex())
        text = found["text"]
        if step := _STEP.match(text):
            vertex.step, vertex.steps = int(step["step"]), int(step["steps"])
            vertex.instruction = step["instruction"]
            self._newest = vertex
            return self.progress()
        if _NOISE.match(text):
            return None
        if _FAILED.match(text):
            self._failed = vertex
            return None
        written = _WRITTEN.fullmatch(text)
        shown = written["text"] if written else text
        vertex.lines.append(shown)
        # What belongs to no step, such as the export, leaves the count where it is.
        place = vertex if vertex.step else self._newest
        return BuildProgress(place.step, place.steps, place.instruction, shown)

    def progress(self, image_id: str = "") -> BuildProgress:
        """The step that was begun last."""
        newest = self._newest
        return BuildProgress(newest.step, newest.steps, newest.instruction, image_id=image_id)

    def failure(self) -> BuildError:
        """Why the command failed, by its last words and the step that it blames."""
        vertex = self._failed or _Vertex()
        reasons = [found["reason"] for line in self._outside if (found := _FAILED.match(line))]
        fallback = self._outside[-1] if self._outside else "docker build failed without a word"
        message = reasons[-1] if reasons else fallback
        lines = tuple(vertex.lines)
        return BuildError(
            message,
            advice=advice_for(message, lines, vertex.instruction),
            step=vertex.step,
            steps=vertex.steps,
            instruction=vertex.instruction,
            lines=lines,
        )

    def said(self, words: str) -> bool:
        """Whether the command itself said something."""
        return any(words in line for line in self._outside)
