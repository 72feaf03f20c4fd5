"""From findings to causes: which failure is the root, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from batchdeck.diagnosis.check import Check, Layer, Severity
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.reason_codes import CHECKS_OF
from batchdeck.diagnosis.verdict import Evidence, Status, Verdict

_BASE = {Severity.BLOCKER: 100, Severity.LIKELY: 60, Severity.ADVISORY: 10}
_LAYERS = list(Layer)
_NAMED_BY_CODE = 40
_NAMED_BY_TEXT = 40
_LATENT = 25
_ESTIMATED = 20
#: Inferences that a connected instance proves wrong.
_INFERRED = ("net-", "iam-instance-", "inst-userdata", "inst-imds")
#: Except what only containers need, later.
_LATER = frozenset(
    {
        "iam-instance-role-image-logs",
        "net-mnp-private-subnet",
        "net-vpce-ecr-s3",
        "net-vpce-logs",
        "net-vpce-s3-gateway-associated",
        "net-vpce-secrets",
    }
)
#: Of these, too, once a job is past waiting for an instance.
_EITHER = frozenset({"net-vpce-available", "net-vpce-policy", "net-vpce-sg-ingress"})


class Certainty(StrEnum):
    """How sure a cause is."""

    CERTAIN = "CERTAIN"
    """AWS says so itself, or a text of AWS agrees with an exact field."""
    PROBABLE = "PROBABLE"
    """An exact field says so."""
    POSSIBLE = "POSSIBLE"
    """A warning, or an estimate."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known about the subject beside the findings."""

    status: str = ""
    """Of the job; empty when the subject is none."""
    code: str = ""
    """The reason code, if it may be believed."""
    named: frozenset[str] = frozenset()
    """Ids of the checks that texts of failures speak for."""
    witnesses: tuple[str, ...] = ()
    """Ids of instances that are connected: whatever says they cannot be is wrong."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A root: a failure that no other failure explains."""

    finding: Finding
    certainty: Certainty
    symptoms: tuple[str, ...] = ()
    """Ids of the failures that it explains."""
    latent: bool = False
    """Whether it would matter only in another state of the job."""

    @property
    def commands(self) -> tuple[str, ...]:
        """What mends it, secrets masked."""
        return self.finding.check.remedy.filled(dict(self.finding.verdict.values))

    @property
    def exact_commands(self) -> tuple[str, ...]:
        """The same with every value as it is: to be sent, never to be shown."""
        values = dict(self.finding.verdict.values)
        return self.finding.check.remedy.filled(values, exact=True)


def observed(findings: Iterable[Finding], situation: Situation) -> tuple[Finding, ...]:
    """Findings after what was observed has overruled what was inferred."""
    if not situation.witnesses:
        return tuple(findings)
    return tuple(_overruled(finding, situation) for finding in findings)


def causes(
    findings: Iterable[Finding], situation: Situation, known: Mapping[str, Check]
) -> tuple[Cause, ...]:
    """The roots among the failures, the most likely cause first."""
    everything = tuple(findings)
    failures = {one.check.id: one for one in everything if one.verdict.status is Status.FAIL}
    below = {name: explained_by(name, known) & set(failures) for name in failures}
    symptoms = {name for reached in below.values() for name in reached}
    open_blockers = any(
        one.verdict.status is Status.UNKNOWN
        and one.check.severity is Severity.BLOCKER
        and situation.status in one.check.statuses
        for one in everything
    )
    found = [
        Cause(
            one,
            _certainty(one, situation, open_blockers=open_blockers),
            tuple(sorted(below[name])),
            latent=bool(situation.status) and situation.status not in one.check.statuses,
        )
        for name, one in failures.items()
        if name not in symptoms and one.check.severity is not Severity.ADVISORY
    ]
    return tuple(sorted(found, key=lambda cause: _order(cause, situation)))


def explained_by(name: str, known: Mapping[str, Check]) -> set[str]:
    """Ids of everything that a check explains, directly or through others."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        check = known.get(waiting.pop())
        for symptom in check.explains if check is not None else ():
            if symptom not in reached:
                reached.add(symptom)
                waiting.append(symptom)
    return reached


def score(cause: Cause, situation: Situation) -> float:
    """How likely it is that this cause is the one. Higher is likelier."""
    check, verdict = cause.finding.check, cause.finding.verdict
    points = _BASE[check.severity] + min(30.0, 150 * check.prior) + min(20, 5 * len(cause.symptoms))
    if check.id in CHECKS_OF.get(situation.code, ()):
        points += _NAMED_BY_CODE
    if check.id in situation.named or verdict.settled:
        points += _NAMED_BY_TEXT
    return points - _LATENT * cause.latent - _ESTIMATED * verdict.estimated


def _order(cause: Cause, situation: Situation) -> tuple[float, int, str]:
    check = cause.finding.check
    return (-score(cause, situation), _LAYERS.index(check.layer), check.id)


def _certainty(finding: Finding, situation: Situation, *, open_blockers: bool) -> Certainty:
    verdict, name = finding.verdict, finding.check.id
    if verdict.estimated:
        return Certainty.POSSIBLE
    if verdict.settled:
        return Certainty.CERTAIN
    agrees = name in situation.named or name in CHECKS_OF.get(situation.code, ())
    return Certainty.CERTAIN if agrees and not open_blockers else Certainty.PROBABLE


def _overruled(finding: Finding, situation: Situation) -> Finding:
    verdict, name, witness = finding.verdict, finding.check.id, situation.witnesses[0]
    if verdict.status is not Status.FAIL or not name.startswith(_INFERRED):
        return finding
    if name in _LATER or (name in _EITHER and situation.status in {"STARTING", "FAILED"}):
        return finding
    evidence = Evidence(witness, "agentConnected", "true", "")
    summary = f"{verdict.summary} (contradicted by {witness}, which is connected)"
    overruled: Verdict = replace(
        verdict,
        status=Status.WARN,
        summary=summary,
        evidence=(*verdict.evidence, evidence),
    )
    return Finding(finding.check, overruled)
