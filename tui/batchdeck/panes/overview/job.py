"""A job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from batchdeck.domain.age import age_text, lasted_text
from batchdeck.domain.job import Attempt, Job, JobDetail
from batchdeck.domain.waiting import in_state_since
from batchdeck.jobs.following import Following
from batchdeck.panes.overview.facts import container_lines, duration_text, fact, facts, pairs
from batchdeck.panes.overview.timeline import timeline_lines
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line

TONES = {"SUCCEEDED": Tone.GOOD, "FAILED": Tone.BAD, "RUNNING": Tone.ACCENT}


def job_lines(job: Job, known: Following | None, now: int, glyphs: Glyphs) -> Sequence[Line]:
    """What happened, when and why; then what the job is. `known` may still be on its way."""
    return tuple(_lines(job, known or Following(job.id), now, glyphs))


def _lines(job: Job, known: Following, now: int, glyphs: Glyphs) -> Iterator[Line]:
    detail = known.detail
    job = detail.job if detail is not None else job
    if known.gone:
        yield fact("Gone", "AWS does not know this job any more", Tone.WARN)
    if known.problem is not None:
        yield fact("Stale", str(known.problem), Tone.WARN)
    yield fact("Job", job.name, Tone.ACCENT)
    age = age_text(now - in_state_since(job))
    yield fact("State", f"{glyphs.status(job.status)} for {age}", TONES.get(job.status, Tone.PLAIN))
    yield from facts(
        "Reason", dict.fromkeys(text for text in (job.container_reason, job.reason) if text)
    )
    if job.exit_code is not None:
        yield fact("Exit code", job.exit_code, Tone.BAD if job.exit_code else Tone.PLAIN)
    if known.milestones:
        yield from timeline_lines(known.milestones, now, glyphs)
    else:
        yield fact("Created", moment(job.created_at))
    yield fact("Queue", job.queue)
    yield fact("Definition", job.definition)
    if detail is not None:
        yield from _detail(detail)
    yield fact("Id", job.id, Tone.MUTED)


def _detail(detail: JobDetail) -> Iterator[Line]:
    if detail.children:
        yield from facts(
            "Children", (f"{count} {status}" for status, count in detail.children if count)
        )
    if len(detail.attempts) > 1 or detail.retry_attempts > 1:
        numbered = enumerate(detail.attempts, 1)
        yield from facts("Attempts", (_attempt(place, item) for place, item in numbered))
        yield fact("Retries", f"up to {detail.retry_attempts} attempts")
    for container in detail.containers:
        yield from container_lines(container)
    yield from pairs("Parameters", detail.parameters)
    limit = detail.timeout_seconds
    yield fact("Timeout", duration_text(limit), Tone.PLAIN if limit else Tone.WARN)
    yield from facts("Depends on", detail.depends_on)
    yield from pairs("Tags", detail.tags)


def _attempt(place: int, attempt: Attempt) -> str:
    words = [f"{place}."]
    if attempt.exit_code is not None:
        words.append(f"exit {attempt.exit_code}")
    if attempt.started_at is not None and attempt.stopped_at is not None:
        words.append(f"after {lasted_text(attempt.stopped_at - attempt.started_at)}")
    words.append(attempt.container_reason or attempt.reason)
    return " ".join(words)


def moment(at: int) -> str:
    """Local date and time with the zone's offset."""
    return datetime.fromtimestamp(at / 1000).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
