from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Situation, causes
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Evidence, failed, unknown, warned
from batchdeck.domain.job import JobDetail
from tests.diagnosis.things import NOW, job

KNOWN = load()
FIELD = Evidence("a", "b", "c", "d")
BAD = Finding(KNOWN["ce-state-enabled"], failed("spot is DISABLED", FIELD))
FULL = Finding(KNOWN["queue-waiting-turn"], warned("waiting, position 8", FIELD))
NO_ROOM = Finding(KNOWN["inst-remaining-resources"], warned("waiting for room in spot", FIELD))
NO_TIMEOUT = Finding(KNOWN["job-timeout-set"], warned("no timeout", FIELD))
SLOW = Finding(KNOWN["ce-desired-not-scaling"], warned("Batch asks for nothing", FIELD))
DENIED = Finding(KNOWN["net-egress-path"], unknown("denied"))
LACKS = Finding(KNOWN["net-nacl"], unknown("denied", missing_permission="ec2:X"))


def of(detail: JobDetail | None, *found: Finding, complete: bool = True) -> Diagnosis:
    status = detail.job.status if detail is not None else ""
    roots = causes(found, Situation(status), KNOWN)
    return Diagnosis(Subject(Kind.JOB, "j-1"), NOW, detail, found, roots, complete)


@pytest.mark.parametrize(
    ("diagnosis", "state", "code", "words"),
    [
        (of(job(), BAD), State.BLOCKED, 1, "spot is DISABLED"),
        (of(job(), BAD, FULL), State.BLOCKED, 1, "spot is DISABLED"),
        (of(job(), FULL), State.WAITING, 0, "waiting, position 8"),
        (of(job(), NO_ROOM), State.WAITING, 0, "waiting for room"),
        (of(job(), DENIED), State.UNKNOWN, 2, "1 checks had no answer"),
        (of(job(), LACKS), State.UNKNOWN, 2, "1 checks had no answer: allow ec2:X"),
        (of(job()), State.UNKNOWN, 2, "not among the checks"),
        (of(job(), NO_TIMEOUT, SLOW), State.UNKNOWN, 2, "Batch asks for nothing"),
        (of(job(), NO_TIMEOUT), State.UNKNOWN, 2, "not among the checks"),
        (of(job(age=5)), State.PROGRESSING, 0, "on its way"),
        (of(job("RUNNING")), State.PROGRESSING, 0, "align is RUNNING"),
        (of(job("SUCCEEDED")), State.DONE, 0, "align is SUCCEEDED"),
        (of(None), State.PROGRESSING, 0, "j-1"),
        (of(None, DENIED), State.UNKNOWN, 2, "no answer"),
        (of(job(), complete=False), State.UNKNOWN, 2, "looking at align"),
        (Diagnosis(Subject(Kind.JOB, "x"), NOW, problem="gone"), State.UNKNOWN, 2, "gone"),
    ],
)
def test_what_it_comes_to(diagnosis: Diagnosis, state: State, code: int, words: str) -> None:
    assert (diagnosis.state, diagnosis.exit_code) == (state, code)
    assert words in diagnosis.summary


def test_a_failed_job_is_over_and_has_a_cause() -> None:
    bad = Finding(KNOWN["job-exit-code"], failed("exit code 3", FIELD))
    diagnosis = of(job("FAILED"), bad)
    assert (diagnosis.state, diagnosis.summary, diagnosis.exit_code) == (
        State.DONE,
        "exit code 3",
        1,
    )
