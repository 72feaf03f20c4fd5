"""A shipment in words: its stages, what was looked at, what will be sent, what exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchdeck.domain.age import lasted_text
from batchdeck.domain.byte_size import size_text
from batchdeck.domain.container_image import Layer
from batchdeck.panes.overview.facts import LABEL_WIDTH, fact, facts
from batchdeck.shipping.order import folder_text
from batchdeck.shipping.state import Check, Presence, ShipState, Stage, Status, Step, Verdict
from batchdeck.widgets.cells import cut
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line

STATUS_WIDTH = 12
STAGE_WIDTH = 11
TIME_WIDTH = 7
BAR = 16
"""Cells of a bar."""
#: Status -> the status of jobs whose symbol stands for it, and its tone.
STATUSES = {
    Status.WAITING: ("SUBMITTED", Tone.MUTED),
    Status.RUNNING: ("RUNNING", Tone.ACCENT),
    Status.DONE: ("SUCCEEDED", Tone.GOOD),
    Status.SKIPPED: ("PENDING", Tone.MUTED),
    Status.FAILED: ("FAILED", Tone.BAD),
    Status.UNCERTAIN: ("", Tone.WARN),
    Status.CANCELLED: ("FAILED", Tone.WARN),
}
VERDICTS = {
    Verdict.GOOD: ("SUCCEEDED", Tone.GOOD),
    Verdict.WARNING: ("RUNNABLE", Tone.WARN),
    Verdict.UNKNOWN: ("", Tone.WARN),
    Verdict.BAD: ("FAILED", Tone.BAD),
}
PRESENCES = {
    Presence.THERE: Tone.GOOD,
    Presence.ABSENT: Tone.MUTED,
    Presence.UNKNOWN: Tone.WARN,
}


def stage_lines(state: ShipState, now: int, glyphs: Glyphs, cells: int) -> Iterator[Line]:
    """A line a stage, never longer than `cells`: how it stands, its time, what it does."""
    for step in state.steps:
        symbol, tone = STATUSES[step.status]
        seconds = step.seconds(now)
        time = "" if seconds is None else lasted_text(round(seconds * 1000))
        text = " ".join(part for part in (bar(step, glyphs), step.text) if part)
        room = cells - STATUS_WIDTH - STAGE_WIDTH - TIME_WIDTH
        yield (
            (_word(glyphs, symbol, step.status).ljust(STATUS_WIDTH), tone),
            (step.stage.ljust(STAGE_WIDTH), Tone.PLAIN),
            (time.ljust(TIME_WIDTH), Tone.MUTED),
            (cut(text, max(0, room), glyphs.ellipsis), _text_tone(step)),
        )


def bar(step: Step, glyphs: Glyphs) -> str:
    """How much of a running stage is done; empty where that is not known."""
    if step.status is not Status.RUNNING or not step.total:
        return ""
    drawn = _drawn(step.done, step.total, glyphs)
    if step.unit == "bytes":
        return f"{drawn} {size_text(step.done)} of {size_text(step.total)}"
    return f"{drawn} {step.done}/{step.total}"


def layer_lines(layers: Sequence[Layer], glyphs: Glyphs) -> Iterator[Line]:
    """A line a layer: its bar while it is on its way, and the engine's word for it."""
    for layer in layers:
        tone = Tone.GOOD if layer.settled else Tone.PLAIN
        size = f"{size_text(layer.done)} of {size_text(layer.total)}" if layer.total else ""
        done, total = (1, 1) if layer.settled else (layer.done, layer.total or 1)
        yield (
            (layer.id.ljust(LABEL_WIDTH), Tone.MUTED),
            (f"{_drawn(done, total, glyphs)} ", tone),
            (layer.status if layer.settled else f"{layer.status} {size}".rstrip(), tone),
        )


def _drawn(done: int, total: int, glyphs: Glyphs) -> str:
    filled = int(min(1.0, done / total) * BAR)
    return glyphs.mark * filled + glyphs.statuses.get("SUBMITTED", "-") * (BAR - filled)


def look_lines(state: ShipState, glyphs: Glyphs) -> Iterator[Line]:
    """What speaks against it, what the revision changes, the writes to come, what is well."""
    for verdict in (Verdict.BAD, Verdict.WARNING, Verdict.UNKNOWN):
        yield from (_check_line(one, glyphs) for one in state.checks if one.verdict is verdict)
    if state.is_ready:
        yield from facts("Changes", state.difference, Tone.ACCENT)
        yield from facts("Will send", state.commands)
    yield from (_check_line(one, glyphs) for one in state.checks if one.verdict is Verdict.GOOD)


def _check_line(check: Check, glyphs: Glyphs) -> Line:
    symbol, tone = VERDICTS[check.verdict]
    text = f"{check.subject}: {check.text}"
    return (
        (_word(glyphs, symbol, check.verdict).ljust(LABEL_WIDTH), tone),
        (text, tone if check.verdict is Verdict.BAD else Tone.PLAIN),
    )


def end_lines(state: ShipState) -> Iterator[Line]:
    """How it ended, and what exists now."""
    if state.problem:
        stuck = any(step.status is Status.UNCERTAIN for step in state.steps)
        yield fact("Problem", state.problem, Tone.WARN if stuck else Tone.BAD)
    if state.advice:
        yield fact("Do", state.advice)
    for thing in state.things:
        yield (
            (thing.name.ljust(LABEL_WIDTH), Tone.MUTED),
            (f"{thing.presence}: ", PRESENCES[thing.presence]),
            (thing.text, Tone.PLAIN),
        )
    yield from facts("Output", state.details, Tone.MUTED)


def output_lines(outputs: Sequence[str]) -> Iterator[Line]:
    """What the stage has written so far."""
    for text in outputs:
        yield ((text, Tone.MUTED),)


def title(state: ShipState) -> str:
    """What is shipped where, in a few words."""
    order = state.order
    what = folder_text(order.build.context) if order.build else order.image
    return f"Ship {what} to {order.job.queue}"


def invitation(state: ShipState, *, ships: bool) -> str:
    """What can be done now."""
    if state.is_over and _only_architecture(state):
        return "o ships it all the same, esc goes back: nothing was written"
    if state.is_over and not ships:
        return "esc goes back: nothing was written"
    if state.is_over:
        return "esc goes back"
    if ships:
        return "esc stops it"
    return "ctrl-s ships it, esc goes back: nothing was written" if state.is_ready else "looking"


def makes_repository(state: ShipState) -> bool:
    """Whether a repository will be made: then it can still be said what kind."""
    makes = any(line.startswith("aws ecr create-repository ") for line in state.commands)
    return state.is_ready and makes


def _only_architecture(state: ShipState) -> bool:
    bad = [check.subject for check in state.checks if check.verdict is Verdict.BAD]
    built = state.step(Stage.BUILD)
    return bad == ["architecture"] and built.status is Status.WAITING


def can_override(state: ShipState) -> bool:
    """Whether nothing but the architecture speaks against it, and nothing was done yet."""
    return state.is_over and _only_architecture(state)


def _word(glyphs: Glyphs, symbol: str, word: str) -> str:
    return f"{glyphs.statuses.get(symbol, glyphs.other)} {word}"


def _text_tone(step: Step) -> Tone:
    return Tone.PLAIN if step.status in (Status.RUNNING, Status.DONE) else Tone.MUTED
