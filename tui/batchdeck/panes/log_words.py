"""How a log stands, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from batchdeck.domain.age import age_text
from batchdeck.logs.source import LogChoice
from batchdeck.logs.state import LogState
from batchdeck.widgets.log_layout import NAME

BEHIND = 2_000
"""A lag from which on it is told, ms."""


def standing(state: LogState, now: int) -> str:
    """Whether it is live, behind, stale or at its end, and of which attempt."""
    words = []
    source = state.sources[-1] if state.sources else None
    several = len(jobs_of(state.sources)) > 1
    if several:
        words.append(f"{len(jobs_of(state.sources))} jobs")
    elif source is not None and source.array_index is not None:
        words.append(f"child {source.array_index}")
    if source is not None and source.attempt > 1 and not several:
        words.append(f"attempt {source.attempt}")
    if state.storage:
        words.append(state.storage)
    if state.problem is not None:
        words.append(f"stale: {state.problem}")
    elif state.ended:
        words.append("ended")
    elif state.sources:
        lag = state.lag(now)
        words.append(f"live, {age_text(lag)} behind" if lag >= BEHIND else "live")
    return ", ".join(words)


def head(state: LogState, *, utc: bool) -> str:
    """Which attempt it is, how it ended and when; nothing where there is nothing to tell apart."""
    if len(jobs_of(state.sources)) > 1:
        return state.left_out
    if not state.sources:
        return ""
    source = state.sources[-1]
    words = [f"attempt {source.attempt} of {source.attempts}"] if source.attempts > 1 else []
    words += [f"node {source.node}"] if source.node is not None else []
    words += [source.container] if source.container else []
    words += [f"exit {source.exit_code}"] if source.exit_code is not None else []
    words += [source.reason] if source.reason else []
    if not words:
        return ""
    words.append(_times(source, utc=utc))
    words += ["{ } attempts"] if source.attempts > 1 else []
    words += ["< > containers"] if len(beside(state, source)) > 1 else []
    return ", ".join(word for word in words if word)


def _times(source: LogChoice, *, utc: bool) -> str:
    """From when to when, in which zone, and how long."""
    if source.started_at is None:
        return ""
    started = _clock(source.started_at, utc=utc)
    zone = "UTC" if utc else datetime.fromtimestamp(source.started_at / 1000).astimezone().tzname()
    if source.stopped_at is None:
        return f"since {started} {zone}"
    took = age_text(max(0, source.stopped_at - source.started_at))
    return f"{started}-{_clock(source.stopped_at, utc=utc)} {zone} ({took})"


def _clock(at: int, *, utc: bool) -> str:
    try:
        return datetime.fromtimestamp(at / 1000, UTC if utc else None).strftime("%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return "?"


def jobs_of(sources: Sequence[LogChoice]) -> list[str]:
    """Ids of the jobs whose logs are read."""
    return list(dict.fromkeys(source.job_id for source in sources))


def names(sources: Sequence[LogChoice]) -> tuple[str, ...]:
    """What stands before each line, by source; nothing where all are of one job."""
    if len(jobs_of(sources)) < 2:
        return ()
    return tuple(_name(source) for source in sources)


def _name(source: LogChoice) -> str:
    """The name of a job, its index in an array kept whole."""
    index = f":{source.array_index}" if source.array_index is not None else ""
    index = f"#{source.node}" if source.node is not None else index
    return source.name[: NAME - len(index)] + index


def notice(state: LogState) -> str:
    """What stands before the first line."""
    if state.at_beginning or not state.sources:
        return ""
    if state.loading_older:
        return f"older lines: loading, {state.end - state.first:,} lines so far, esc stops"
    return "older lines: going up reads more, g reads all"


def beside(state: LogState, source: LogChoice) -> list[LogChoice]:
    """The logs of the same attempt: of its containers, or of its nodes."""
    return [each for each in state.choices if each.attempt == source.attempt]


def attempts(state: LogState, source: LogChoice) -> list[LogChoice]:
    """The logs of the same container or node, attempt by attempt."""
    same = (source.job_id, source.container)
    return [each for each in state.choices if (each.job_id, each.container) == same]


def file_name(sources: Sequence[LogChoice]) -> str:
    """Where a log is saved unless somebody says otherwise."""
    if len(jobs_of(sources)) > 1 or not sources:
        return str(Path("~") / "batchdeck-jobs.log")
    source = sources[-1]
    job = "".join(c if c.isalnum() or c in "-_." else "-" for c in source.job_id)
    words = ["batchdeck", job, source.container, str(max(1, source.attempt))]
    return str(Path("~") / ("-".join(word for word in words if word) + ".log"))
