"""An array of the demo's past in which some children failed, and the job that waited for it."""

from __future__ import annotations

from batchdeck.local.batch import reasons
from batchdeck.local.batch.arrays import child_id
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.habits import HABITS, Habit
from batchdeck.local.demo.history import History
from batchdeck.local.demo.history_logs import write_log
from batchdeck.local.demo.outcomes import FAILURES, SUCCESS, Outcome

SIZE = 24
COHORT = "1218"
NAME = f"align-cohort-{COHORT}"
_CRASH, _OUT_OF_MEMORY = FAILURES[:2]
#: How children ended, by number; all others did well.
OUTCOMES = {5: _OUT_OF_MEMORY, 11: _CRASH, 17: _OUT_OF_MEMORY}
_MINUTE = 60_000
_AGO = 200 * _MINUTE


def build_cohort(service: BatchService, history: History, now: int) -> None:
    """Insert the array, its children and what depended on it; `now` in ms since the epoch."""
    align, call = (_habit(name) for name in ("align-reads", "call-variants"))
    parent = history.job(align)
    parent.name, parent.array_size = NAME, SIZE
    parent.parameters = {"sample": f"cohort-{COHORT}"}
    children = [_child(parent, number, history, align, now) for number in range(SIZE)]
    _end(parent, reasons.CHILD_FAILED, max(child.stopped_at or 0 for child in children))
    parent.created_at = min(child.created_at for child in children)
    service.insert(parent)
    for child in children:
        child.created_at = parent.created_at
        service.insert(child)
        if child.index in OUTCOMES:
            write_log(service.account, child, OUTCOMES[child.index])
    waiting = history.job(call)
    waiting.name, waiting.parameters = f"call-variants-{COHORT}", {"cohort": COHORT}
    waiting.depends_on = [{"jobId": parent.id}]
    waiting.created_at = parent.created_at
    _end(waiting, reasons.DEPENDENCY_FAILED, (parent.stopped_at or 0) + 1_000)
    service.insert(waiting)


def _child(parent: JobRecord, number: int, history: History, habit: Habit, now: int) -> JobRecord:
    outcome: Outcome = OUTCOMES.get(number, SUCCESS)
    child = history.job(habit)
    history.live(child, habit, outcome, now - _AGO - number % 7 * _MINUTE)
    child.id, child.name = child_id(parent.id, number), NAME
    child.parameters = parent.parameters
    child.parent_id, child.index, child.array_size = parent.id, number, SIZE
    return child


def _end(job: JobRecord, reason: str, stopped: int) -> None:
    job.environment_arn = ""
    job.status, job.status_reason, job.stopped_at = "FAILED", reason, stopped


def _habit(definition: str) -> Habit:
    return next(habit for habit in HABITS if habit.definition == definition)
