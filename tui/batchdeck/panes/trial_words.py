"""What there is to say about a trial, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from batchdeck.domain.byte_size import size_text
from batchdeck.panes.overview.facts import fact, facts
from batchdeck.shipping.trial import Trial, TrialPlan
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line

#: Exit codes that say more than that something failed. Source: docker run, "Exit status".
_CODES = {
    126: "the program may not be run",
    127: "there is no such program",
    137: "killed (SIGKILL), often for want of memory",
    139: "a fault in memory (SIGSEGV)",
    143: "ended by SIGTERM",
}


def plan_lines(plan: TrialPlan, trial: Trial) -> Iterator[Line]:
    """What runs, with what, where, and in what that differs from the job."""
    order = plan.order
    yield fact("Definition", plan.definition, Tone.ACCENT)
    image = trial.image
    about = f"  {image.platform}, {size_text(image.size)}" if image else ""
    yield fact("Image", f"{order.image}{about}")
    yield fact("Command", " ".join(order.command) or "the image's own")
    limits = [
        f"{order.vcpus:g} vCPU" if order.vcpus else "",
        f"{order.memory} MiB" if order.memory else "",
        f"as {order.user}" if order.user else "",
    ]
    yield fact("Limits", ", ".join(filter(None, limits)) or "none")
    if trial.engine:
        yield fact("Engine", f"{trial.engine.name} {trial.engine.version}, {trial.engine.address}")
    yield from facts("Not as there", plan.differences, Tone.WARN)


def standing_lines(trial: Trial, *, stopped: bool) -> Iterator[Line]:
    """How it goes, or how it ended."""
    if stopped:
        yield fact("State", "stopped, its container is removed", Tone.WARN)
    elif trial.problem is not None:
        yield fact("State", str(trial.problem), Tone.BAD)
        yield from facts("What helps", filter(None, [trial.problem.advice]))
    elif trial.is_over:
        yield fact("State", _ending(trial), Tone.BAD if trial.exit_code else Tone.GOOD)
        yield from facts("Reason", filter(None, [trial.reason]), Tone.BAD)
    elif trial.building:
        yield fact("State", f"building, {trial.building}", Tone.ACCENT)
    elif trial.pulling is not None:
        done, total = size_text(trial.pulling.done), size_text(trial.pulling.total)
        yield fact("State", f"pulling the image, {done} of {total} so far", Tone.ACCENT)
    elif trial.container:
        yield fact("State", f"running, container {trial.container[:12]}", Tone.ACCENT)
    elif trial.engine:
        yield fact("State", "starting", Tone.ACCENT)
    else:
        yield fact("State", "looking for a container engine", Tone.ACCENT)


def _ending(trial: Trial) -> str:
    if trial.exit_code is None:
        return "ended, with an exit code that the engine does not tell"
    if trial.out_of_memory:
        return f"ended with exit code {trial.exit_code}: it used more memory than it may"
    words = _CODES.get(trial.exit_code, "")
    return f"ended with exit code {trial.exit_code}" + (f": {words}" if words else "")
