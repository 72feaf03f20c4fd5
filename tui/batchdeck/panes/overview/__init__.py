"""What the Overview tab says of each kind of thing: one file a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes.overview.definition import definition_lines
from batchdeck.panes.overview.environment import environment_lines
from batchdeck.panes.overview.job import job_lines
from batchdeck.panes.overview.queue import queue_lines
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.jobs.following import Following

Subject = Job | JobQueue | ComputeEnvironment | JobDefinition


def overview(subject: Subject, known: Following | None, now: int, glyphs: Glyphs) -> Sequence[Line]:
    """The lines for whatever the cursor is on."""
    if isinstance(subject, Job):
        return job_lines(subject, known, now, glyphs)
    if isinstance(subject, JobQueue):
        return queue_lines(subject, glyphs)
    if isinstance(subject, ComputeEnvironment):
        return environment_lines(subject, glyphs)
    return definition_lines(subject)
