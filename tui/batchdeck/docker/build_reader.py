"""Reads what the classic builder tells while it works.

Source: Docker Engine API, "Build an image"; seen with Docker 20.10 and in Podman's sources.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from batchdeck.docker.build_failures import advice_for
from batchdeck.docker.engine_api import Message
from batchdeck.docker.errors import BuildError
from batchdeck.docker.output import KEPT, Lines, readable
from batchdeck.domain.image_build import BuildProgress

_STEP = re.compile(r"STEP (\d{1,4})/(\d{1,4}) ?: (.*)", re.IGNORECASE | re.DOTALL)
_BUILT = re.compile(r"Successfully built ([0-9a-f]{12,64})")
_PARSE = re.compile(r"parse error (?:on )?line (\d+)")
#: Of the builder itself: which image a step left, which container it ran in.
_NOISE = re.compile(r" *--?->|Removing intermediate container |Successfully (built|tagged) ")


class BuildReader:
    """Where a build has come to, from one message to the next."""

    def __init__(self, instructions: str) -> None:
        self.step = 0
        self.steps = 0
        self.instruction = ""
        self.image_id = ""
        self._instructions = instructions
        self._lines = Lines()
        self._last: deque[str] = deque(maxlen=KEPT)
        self._status: dict[str, str] = {}

    def feed(self, message: Message) -> Iterator[BuildProgress]:
        """What a message adds. Raises BuildError for one that ends the build."""
        if "error" in message or "errorDetail" in message:
            detail = message.get("errorDetail")
            text = detail.get("message") if isinstance(detail, dict) else None
            raise self.failure(str(text or message.get("error") or "no reason was given"))
        if isinstance(message.get("aux"), dict):
            self.image_id = str(message["aux"].get("ID") or self.image_id)
        elif "stream" in message:
            yield from self._stream(str(message["stream"]))
        elif "status" in message:
            yield from self._pull(message)

    def failure(self, message: str) -> BuildError:
        """A failure at the step where the build is now."""
        said = readable(message.replace("\n", " "))
        place = _PARSE.search(said)
        if place:
            self.instruction = self._line(int(place[1]))
        lines = (*self._last, *self._lines.rest())
        return BuildError(
            said,
            advice=advice_for(said, lines, self.instruction),
            step=self.step,
            steps=self.steps,
            instruction=self.instruction,
            lines=lines,
        )

    def _stream(self, text: str) -> Iterator[BuildProgress]:
        if (found := _STEP.fullmatch(text.rstrip("\n"))) and self._follows(found):
            self.step, self.steps = int(found[1]), int(found[2])
            self.instruction = readable(found[3].replace("\n", " "))
            self._last.clear()
            yield self._progress()
            return
        if _NOISE.match(text):
            # The builder does not end a line that a program has left open.
            if built := _BUILT.match(text):
                self.image_id = self.image_id or built[1]
            written = self._lines.rest()
        else:
            written = self._lines.feed(text)
        for line in written:
            self._last.append(line)
            yield self._progress(line)

    def _pull(self, message: Message) -> Iterator[BuildProgress]:
        """A base image on its way; only what changed, not every percent of it."""
        layer, status = str(message.get("id", "")), str(message["status"])
        if self._status.get(layer) != status:
            self._status[layer] = status
            yield self._progress(readable(f"{layer}: {status}" if layer else status))

    def _follows(self, found: re.Match[str]) -> bool:
        """Whether it is the next step: a program may write anything, even this."""
        step, steps = int(found[1]), int(found[2])
        return step == self.step + 1 and step <= steps and self.steps in {0, steps}

    def _progress(self, line: str = "") -> BuildProgress:
        return BuildProgress(self.step, self.steps, self.instruction, line)

    def _line(self, number: int) -> str:
        lines = self._instructions.splitlines()
        return readable(lines[number - 1]) if 0 < number <= len(lines) else ""
