"""A job queue."""

from __future__ import annotations

from collections.abc import Sequence

from batchdeck.domain.resources import JobQueue
from batchdeck.panes.overview.facts import fact, facts
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line


def queue_lines(queue: JobQueue, glyphs: Glyphs) -> Sequence[Line]:
    """State, priority, environments in the order they are tried."""
    healthy = (queue.state, queue.status) == ("ENABLED", "VALID")
    state = f"{glyphs.status(queue.state)}, {glyphs.status(queue.status)}"
    numbered = (f"{place}. {name}" for place, name in enumerate(queue.environments, 1))
    return (
        fact("Queue", queue.name, Tone.ACCENT),
        fact("State", state, Tone.PLAIN if healthy else Tone.WARN),
        *facts("Reason", [queue.reason] if queue.reason else []),
        fact("Priority", queue.priority),
        *facts("Environments", numbered),
        fact("ARN", queue.arn, Tone.MUTED),
    )
