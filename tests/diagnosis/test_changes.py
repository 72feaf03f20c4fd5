from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.changes import changes
from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Situation, causes
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from tests.diagnosis.things import NOW, job

KNOWN = load()
DISABLED = failed("spot is DISABLED", Evidence("spot", "state", "DISABLED", "ENABLED"), ce="spot")


def diagnosis(status: str = "RUNNABLE", **verdicts: Verdict) -> Diagnosis:
    """A whole one of these verdicts, by check id with underscores."""
    found = tuple(Finding(KNOWN[name.replace("_", "-")], one) for name, one in verdicts.items())
    roots = causes(found, Situation(status), KNOWN)
    return Diagnosis(Subject(Kind.JOB, "j-1"), NOW, job(status), found, roots, True)


def test_the_same_twice_is_no_change() -> None:
    one = diagnosis(ce_state_enabled=DISABLED)
    assert changes(one, replace(one, now=NOW + 20_000)) == ()


def test_a_cause_that_went_and_a_job_that_moved() -> None:
    before = diagnosis(ce_state_enabled=DISABLED)
    after = diagnosis("RUNNING", ce_state_enabled=passed())
    assert changes(before, after) == (
        "the job is RUNNING, it was RUNNABLE",
        "PROGRESSING, before that BLOCKED",
        "no more: spot is DISABLED",
    )


def test_a_cause_that_came() -> None:
    found = changes(diagnosis(ce_state_enabled=passed()), diagnosis(ce_state_enabled=DISABLED))
    assert found[-1] == "new: spot is DISABLED"


def test_checks_that_came_to_something_else() -> None:
    before = diagnosis(queue_state_enabled=unknown("denied"), ce_gpu_capable=skipped("no GPU"))
    after = diagnosis(queue_state_enabled=passed(), ce_gpu_capable=passed(), net_nacl=passed())
    assert changes(before, after)[-1:] == ("queue-state-enabled is PASS, it was UNKNOWN",)
