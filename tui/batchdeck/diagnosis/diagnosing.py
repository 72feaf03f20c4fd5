"""The use case: a stream of diagnoses, each with one more verdict than the one before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, NotFoundError
from batchdeck.diagnosis import facts as sources
from batchdeck.diagnosis.check import Check
from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis, Effort
from batchdeck.diagnosis.engine import Finding, findings
from batchdeck.diagnosis.fact import GATEWAYS, Facts, NotApplicableError
from batchdeck.diagnosis.failure_texts import ENVIRONMENT, LAUNCH, START, spoken_for
from batchdeck.diagnosis.ranking import Situation, causes, observed
from batchdeck.diagnosis.raw import answers_in
from batchdeck.diagnosis.reason_codes import code_of, counts
from batchdeck.diagnosis.subject import Subject
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.job import JobDetail

SERVICES = ("ec2", "autoscaling", "iam", "ecs", "service-quotas")
"""Which nearly every diagnosis asks, besides Batch."""
assert sources  # Imported so that every fact is registered.
_TABLES = {
    "ce-status-valid": ENVIRONMENT,
    "cap-asg-activity": LAUNCH,
    "job-start-failure-class": START,
}


async def prepare(account: Account) -> None:
    """Load the checks and make the clients that a diagnosis needs, in threads. Sends nothing."""
    await asyncio.to_thread(load)
    with suppress(AwsError):  # Who asks gets it too, and says so.
        await account.warm_up(*SERVICES)


async def diagnose(
    account: Account, subject: Subject, now: int, held: Mapping[str, object] = MappingProxyType({})
) -> AsyncIterator[Diagnosis]:
    """The diagnosis of a subject, again after every verdict; the last one is complete.

    `now` is the time in ms. `held` are facts by name that were read a moment ago and need not
    be asked for again: that saves a round. Raises nothing of AWS.
    """
    began = time.monotonic()
    facts = Facts({**_known(account, subject, now), **held})
    state = Diagnosis(subject, now)
    facts.start("queues", "environments", "groups", "all_subnets", "endpoints")  # At once.
    preparing = asyncio.create_task(prepare(account))  # While the first answers are on their way.
    try:
        state = replace(state, job=(await facts.read(["described"]))["described"])
        async for grown in _growing(facts, state):
            state = grown
            yield state
        effort = Effort(facts.tally.calls, facts.rounds, time.monotonic() - began)
        answers = (*answers_in(held.values()), *facts.tally.answers)
        yield replace(state, complete=True, effort=effort, answers=answers)
    except AwsError as error:
        yield replace(state, complete=True, problem=_no_answer(error))
    finally:
        preparing.cancel()
        await asyncio.gather(preparing, return_exceptions=True)
        await facts.close()


async def _growing(facts: Facts, state: Diagnosis) -> AsyncIterator[Diagnosis]:
    """The diagnosis after each verdict, at last with what was observed."""
    found: list[Finding] = []
    known = await asyncio.to_thread(load)
    async for finding in findings(facts, _wanted(known, state.job)):
        found.append(finding)
        yield _grown(state, found, known, ())
    yield _grown(state, found, known, await _witnesses(facts))


def _known(account: Account, subject: Subject, now: int) -> dict[str, Any]:
    doors = {name: getattr(account, name) for name in GATEWAYS}
    return {"subject": subject, "now": now, **doors}


def _wanted(known: Mapping[str, Check], job: JobDetail | None) -> list[Check]:
    """The checks worth asking: what has ended or runs is held by nothing that comes before."""
    status = job.job.status if job is not None else ""
    if status not in {"RUNNING", "SUCCEEDED", "FAILED"}:
        return list(known.values())
    return [check for check in known.values() if status in check.statuses]


def _grown(
    state: Diagnosis,
    found: list[Finding],
    known: Mapping[str, Check],
    witnesses: tuple[str, ...],
) -> Diagnosis:
    situation = _situation(state, found, witnesses)
    seen = observed(found, situation)
    return replace(state, findings=seen, causes=causes(seen, situation, known))


def _situation(state: Diagnosis, found: list[Finding], witnesses: tuple[str, ...]) -> Situation:
    named: set[str] = set()
    for finding in found:
        table = _TABLES.get(finding.check.id)
        if table is not None and finding.verdict.status is Status.FAIL:
            named.update(spoken_for(finding.verdict.summary, table))
    if state.job is None:
        return Situation(named=frozenset(named), witnesses=witnesses)
    job = state.job.job
    code = code_of(job.reason)
    believed = code if counts(code, state.now - job.created_at) else ""
    return Situation(job.status, believed, frozenset(named), witnesses)


async def _witnesses(facts: Facts) -> tuple[str, ...]:
    """Instances of the environments that are connected, where ECS told."""
    try:
        joined = (await facts.read(["container_instances"]))["container_instances"]
    except (AwsError, NotApplicableError):
        return ()
    return tuple(one.instance_id for each in joined.values() for one in each if one.usable)


def _no_answer(error: AwsError) -> str:
    return str(error) if isinstance(error, NotFoundError) else f"nothing can be said: {error}"
