"""A caller that gives scripted answers and remembers what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from batchdeck.aws.caller import Caller


class ScriptedCaller:
    """Gives the next answer to every read; an exception is raised."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    @property
    def caller(self) -> Caller:
        """Itself, as gateways take it."""
        return cast("Caller", self)

    async def read(
        self, service: str, operation: str, parameters: Mapping[str, Any], *, expects: str
    ) -> dict[str, Any]:
        """The next answer."""
        self.asked.append((service, operation, dict(parameters)))
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found
