"""A diagnosis as the object that `batchdeck why --json` prints, and as Markdown for a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.subject import Kind


def as_object(diagnosis: Diagnosis) -> dict[str, Any]:
    """Plain dicts, lists, strings and numbers."""
    subject, effort = diagnosis.subject, diagnosis.effort
    about: dict[str, Any] = {"name": subject.name}
    if diagnosis.job is not None:
        job = diagnosis.job.job
        about = {"id": job.id, "name": job.name, "queue": job.queue, "status": job.status}
        about["definition"] = job.definition
    return {
        subject.kind.value: about,
        "phase": diagnosis.phase.value,
        "state": diagnosis.state.value,
        "summary": diagnosis.summary,
        "causes": [_cause(cause) for cause in diagnosis.causes],
        "checks": [_check(finding) for finding in diagnosis.findings],
        "api": {
            "calls": effort.calls,
            "rounds": effort.rounds,
            "seconds": round(effort.seconds, 3),
        },
    }


def as_markdown(diagnosis: Diagnosis) -> str:
    """For a ticket: the verdict, the causes with evidence and commands, what had no answer."""
    return "\n".join(_markdown(diagnosis)) + "\n"


def _cause(cause: Cause) -> dict[str, Any]:
    check, verdict = cause.finding.check, cause.finding.verdict
    return {
        "check": check.id,
        "certainty": cause.certainty.value,
        "latent": cause.latent,
        "summary": verdict.summary,
        "evidence": [
            {
                "resource": one.resource,
                "field": one.field,
                "value": one.value,
                "expected": one.expected,
            }
            for one in verdict.evidence
        ],
        "explains": list(cause.symptoms),
        "fix": {"commands": list(cause.commands), "apply": check.remedy.apply.value},
        "docs": list(check.docs),
    }


def _check(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.check.id,
        "status": finding.verdict.status.value,
        "summary": finding.verdict.summary,
        "missing_permission": finding.verdict.missing_permission,
    }


def _markdown(diagnosis: Diagnosis) -> Iterator[str]:
    name = diagnosis.subject.name
    if diagnosis.subject.kind is Kind.JOB and diagnosis.job is not None:
        job = diagnosis.job.job
        name = f"{job.name} ({job.id}) in {job.queue}, {job.status}"
    yield f"## {diagnosis.state.value}: {_plain(diagnosis.summary)}"
    yield ""
    yield f"{diagnosis.subject.kind.value}: {_plain(name)}"
    for number, cause in enumerate(diagnosis.causes, 1):
        verdict = cause.finding.verdict
        yield ""
        yield f"### {number}. {_plain(verdict.summary)} ({cause.certainty.value})"
        yield ""
        yield "| resource | field | value | expected |"
        yield "|---|---|---|---|"
        for one in verdict.evidence:
            cells = (one.resource, one.field, one.value, one.expected)
            yield "| " + " | ".join(map(_plain, cells)) + " |"
        if cause.commands:
            yield ""
            yield "```sh"
            yield from cause.commands
            yield "```"
    for finding in diagnosis.unknowns:
        yield ""
        yield f"- no answer: {finding.check.id}: {_plain(finding.verdict.summary)}"


def _plain(text: str) -> str:
    """Text of AWS without what Markdown or HTML would make of it."""
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text
