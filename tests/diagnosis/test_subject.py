from __future__ import annotations

from batchdeck.diagnosis.subject import Kind, Subject


def test_things_of_one_name_are_told_apart() -> None:
    assert Subject(Kind.QUEUE, "etl") != Subject(Kind.ENVIRONMENT, "etl")
    assert len({Subject(Kind.JOB, "a"), Subject(Kind.JOB, "a")}) == 1
