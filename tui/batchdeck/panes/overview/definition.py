"""A job definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchdeck.domain.resources import JobDefinition
from batchdeck.panes.overview.facts import container_lines, duration_text, fact, pairs
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line


def definition_lines(definition: JobDefinition) -> Sequence[Line]:
    """What a job of this definition would be."""
    return tuple(_lines(definition))


def _lines(definition: JobDefinition) -> Iterator[Line]:
    yield fact("Definition", definition.reference, Tone.ACCENT)
    yield fact("Runs on", " or ".join(definition.platforms))
    if definition.type != "container":
        yield fact("Type", definition.type)
    for container in definition.containers:
        yield from container_lines(container)
    yield from pairs("Parameters", definition.parameters)
    limit = definition.timeout_seconds
    note = "" if limit is not None else ": a job that hangs runs, and costs, for ever"
    yield fact("Timeout", duration_text(limit) + note, Tone.PLAIN if limit else Tone.WARN)
    yield fact("Attempts", definition.retry_attempts or 1)
    yield from pairs("Tags", definition.tags)
    yield fact("ARN", definition.arn, Tone.MUTED)
