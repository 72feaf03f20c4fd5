from __future__ import annotations

import json
from dataclasses import replace

from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis, Effort
from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Situation, causes
from batchdeck.diagnosis.report import as_lines, as_markdown, as_object
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Evidence, failed, unknown
from batchdeck.domain.secret import Secret
from tests.diagnosis.things import NOW, job

KNOWN = load()
FOUND = (
    Finding(
        KNOWN["ce-state-enabled"],
        failed("spot is <b>DISABLED</b>", Evidence("spot", "state", "a|b", "ENABLED"), ce="spot"),
    ),
    Finding(KNOWN["net-egress-path"], unknown("denied", missing_permission="ec2:X")),
    Finding(KNOWN["net-nacl"], unknown("denied", missing_permission="ec2:X")),
)
DIAGNOSIS = Diagnosis(
    Subject(Kind.JOB, "j-1"),
    NOW,
    job(),
    FOUND,
    causes(FOUND, Situation("RUNNABLE"), KNOWN),
    True,
    effort=Effort(22, 3, 0.5),
)


def test_the_object_for_programs() -> None:
    found = json.loads(json.dumps(as_object(DIAGNOSIS)))
    assert found["job"]["id"] == "j-1"
    assert (found["state"], found["phase"]) == ("BLOCKED", "not placed")
    cause = found["causes"][0]
    assert cause["check"] == "ce-state-enabled"
    assert cause["evidence"][0]["value"] == "a|b"
    assert cause["fix"]["apply"] == "confirm"
    assert cause["fix"]["commands"][0].endswith("--compute-environment spot --state ENABLED")
    assert found["checks"][1]["missing_permission"] == "ec2:X"
    assert found["api"] == {"calls": 22, "rounds": 3, "seconds": 0.5}


def test_the_ticket_takes_nothing_as_markup() -> None:
    text = as_markdown(DIAGNOSIS)
    assert text.startswith("## BLOCKED: spot is \\<b\\>DISABLED")
    assert "a\\|b" in text
    assert "```sh\naws batch update-compute-environment" in text
    assert "- no answer: denied (net-egress-path, net-nacl)" in text
    assert "\n- job: align (j-1) in etl, RUNNABLE, 1h00m old\n- asked: " in text
    assert "asked: 2023-11-14 22:13 UTC, 22 calls" in text


def test_values_that_are_not_shown_are_explained() -> None:
    masked = Document({"environment": [{"name": "TOKEN", "value": Secret("hunter22")}]})
    verdict = failed("too large", Evidence("m5", "MEMORY", "1", ">= 2"), submission=masked)
    finding = Finding(KNOWN["ce-memory-overhead"], verdict)
    whole = replace(DIAGNOSIS, causes=causes((finding,), Situation("RUNNABLE"), KNOWN))
    lines = as_lines(whole)
    assert "   ****** stands for values that are not shown: fill them in" in lines
    assert "hunter22" not in lines


def test_the_lines_for_people() -> None:
    assert as_lines(DIAGNOSIS).splitlines() == [
        "BLOCKED: spot is <b>DISABLED</b>",
        "",
        "1. spot is <b>DISABLED</b> (PROBABLE)",
        "   spot: state = a|b, expected ENABLED",
        "   $ aws batch update-compute-environment --compute-environment spot --state ENABLED",
        "",
        "no answer: denied",
        "   net-egress-path, net-nacl",
    ]


def test_no_credential_leaves_in_any_shape() -> None:
    reason = "exit: cannot log in with password=hunter22"
    told = replace(DIAGNOSIS, job=job(reason=reason))
    texts = (as_markdown(told), as_lines(told), json.dumps(as_object(told)))
    assert "cannot log in" in texts[0]
    assert not any("hunter22" in text for text in texts)


def test_a_queue_is_named_as_one() -> None:
    assert as_object(Diagnosis(Subject(Kind.QUEUE, "etl"), NOW))["queue"] == {"name": "etl"}
