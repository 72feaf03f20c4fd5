"""Whole documents in the commands of remedies: policies, definitions, environments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batchdeck.domain.definition_document import revealed
from batchdeck.domain.json_text import json_text


@dataclass(frozen=True, slots=True)
class Document:
    """JSON that stands for a placeholder of a command."""

    content: Any
    """A JSON-like tree; what is to be masked is a `Secret` in it."""

    @property
    def shown(self) -> str:
        """On one line, secrets masked."""
        return json_text(self.content)

    @property
    def sent(self) -> str:
        """On one line with every value as it is: to be sent, never to be shown."""
        return json_text(revealed(self.content))


Value = str | Document | None
"""What stands for a placeholder; a command with a placeholder that is None is left out."""
