"""A diagnosis for people, for programs and for tickets: lines, an object, Markdown.

All three come from the one object, in which credentials are masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from textwrap import wrap
from typing import Any

from batchdeck.diagnosis.confidential import without_secrets
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.age import age_text
from batchdeck.domain.secret import MASK


def as_object(diagnosis: Diagnosis) -> dict[str, Any]:
    """Plain dicts, lists, strings and numbers, as `batchdeck why --json` prints them."""
    subject, effort = diagnosis.subject, diagnosis.effort
    found = {
        subject.kind.value: _about(diagnosis),
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
    masked: dict[str, Any] = without_secrets(found, diagnosis.job)
    return masked


def as_lines(diagnosis: Diagnosis) -> str:
    """For people at a shell: the verdict, then causes with evidence and commands."""
    return "".join(f"{line}\n" for line in _lines(as_object(diagnosis)))


def as_markdown(diagnosis: Diagnosis) -> str:
    """For a ticket: who and when, the causes with evidence and commands, what had no answer."""
    found = as_object(diagnosis)
    about = found[diagnosis.subject.kind.value]
    asked = datetime.fromtimestamp(diagnosis.now / 1000, UTC)
    lines = [
        f"## {found['state']}: {_plain(found['summary'])}",
        "",
        f"- {diagnosis.subject.kind.value}: {_plain(_named(about, diagnosis))}",
        *([f"- AWS says: {_plain(about['reason'])}"] if about.get("reason") else []),
        f"- asked: {asked:%Y-%m-%d %H:%M} UTC, {found['api']['calls']} calls",
        *_markdown(found),
    ]
    return "\n".join(lines) + "\n"


def _about(diagnosis: Diagnosis) -> dict[str, Any]:
    if diagnosis.job is None:
        return {"name": diagnosis.subject.name}
    job = diagnosis.job.job
    return {
        "id": job.id,
        "name": job.name,
        "queue": job.queue,
        "status": job.status,
        "reason": job.reason,
        "definition": job.definition,
        "created_at": job.created_at,
    }


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


def _named(about: dict[str, Any], diagnosis: Diagnosis) -> str:
    if "id" not in about:
        return str(about["name"])
    age = age_text(diagnosis.now - about["created_at"])
    return f"{about['name']} ({about['id']}) in {about['queue']}, {about['status']}, {age} old"


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['state']}: {found['summary']}"
    for number, cause in enumerate(found["causes"], 1):
        yield f"\n{number}. {_heading(cause)}"
        for one in cause["evidence"]:
            expected = f", expected {one['expected']}" if one["expected"] else ""
            yield f"   {one['resource']}: {one['field']} = {one['value']}{expected}"
        yield from (f"   $ {command}" for command in cause["fix"]["commands"])
        if any(MASK in command for command in cause["fix"]["commands"]):
            yield f"   {MASK} stands for values that are not shown: fill them in"
    for words, ids in _unanswered(found).items():
        yield f"\nno answer: {words}"
        yield from wrap(", ".join(ids), 78, initial_indent="   ", subsequent_indent="   ")


def _markdown(found: dict[str, Any]) -> Iterator[str]:
    for number, cause in enumerate(found["causes"], 1):
        yield from ("", f"### {number}. {_plain(_heading(cause))}", "")
        yield "| resource | field | value | expected |"
        yield "|---|---|---|---|"
        for one in cause["evidence"]:
            yield "| " + " | ".join(map(_plain, one.values())) + " |"
        if cause["explains"]:
            yield from ("", f"explains: {', '.join(cause['explains'])}")
        if cause["fix"]["commands"]:
            yield from ("", "```sh", *cause["fix"]["commands"], "```")
        if cause["docs"]:
            yield from ("", *(f"<{page}>" for page in cause["docs"]))
    unanswered = [
        f"- no answer: {_plain(words)} ({', '.join(ids)})"
        for words, ids in _unanswered(found).items()
    ]
    yield from ("", *unanswered) if unanswered else ()


def _heading(cause: dict[str, Any]) -> str:
    latent = ", would matter later" if cause["latent"] else ""
    return f"{cause['summary']} ({cause['certainty']}{latent})"


def _unanswered(found: dict[str, Any]) -> dict[str, list[str]]:
    """Ids of checks that had no answer, by the reason: one denied call leaves many without."""
    reasons: dict[str, list[str]] = {}
    for one in found["checks"]:
        if one["status"] == Status.UNKNOWN.value:
            reasons.setdefault(one["summary"], []).append(one["id"])
    return reasons


def _plain(text: str) -> str:
    """Text of AWS without what Markdown or HTML would make of it."""
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text
