"""The definition that the new revision is made of, and whether AWS would take that one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from batchdeck.aws.errors import AwsError
from batchdeck.aws.translate_resources import job_definition
from batchdeck.domain.clean import clean
from batchdeck.domain.definition_document import (
    MOST_BYTES,
    DefinitionDocument,
    WhichContainerError,
)
from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.submission import problems
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

_SUBJECT = "definition"
_LONGEST_URI = f"123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/{'r' * 40}"


async def check_definition(plan: Plan, services: Services) -> list[Check]:
    """Finds the definition and looks at the revision that would be made of it."""
    gateway = services.account.definitions
    try:
        known = await gateway.documents(plan.order.definition)
    except AwsError as error:
        if plan.order.new_definition is None:
            return [_bad(str(error))]
        known = {}
    plan.newest = max(known, default=0)
    problem = _choose(plan, known)
    if problem:
        return [_bad(problem)]
    try:
        revision = plan.revision(f"{plan.repository_uri or _LONGEST_URI}@sha256:{'0' * 64}")
    except WhichContainerError as error:
        return [_bad(str(error))]
    try:
        found = [_bad(str(one)) for one in await gateway.problems(revision.plain)]
    except AwsError as error:
        found = [Check(_SUBJECT, Verdict.UNKNOWN, str(error))]
    if found:
        return found
    plan.definition = job_definition(revision.plain)
    plan.runtime = next((one.architecture for one in plan.definition.containers), "")
    return [_found(plan, revision), *_warnings(plan, plan.definition), *_sizes(plan)]


def check_platform(plan: Plan) -> list[Check]:
    """Whether the definition is for the kind of machines that the queue has."""
    definition, kinds = plan.definition, plan.kinds
    if definition is None or not kinds:
        return []
    on_fargate = {kind.startswith("FARGATE") for kind in kinds}
    if on_fargate == {True} and "FARGATE" not in definition.platforms:
        text = "it is for EC2 and the queue has Fargate: its platformCapabilities lack FARGATE"
        return [_bad(f"{definition.name}: {text}")]
    if on_fargate == {False} and definition.is_fargate:
        text = "it is for FARGATE only, and the queue has instances"
        return [_bad(f"{definition.name}: {text}")]
    return []


def _choose(plan: Plan, known: Mapping[int, DefinitionDocument]) -> str:
    """Take the document that the order means; why there is none, if so."""
    order = plan.order
    if order.new_definition is not None:
        name = order.new_definition.name
        if name and name != order.definition:
            return f"the new definition is named {name}, and {order.definition} was ordered"
        plan.base = order.new_definition
        return ""
    if not known:
        return (
            f"there is no ACTIVE revision of {order.definition}: name another one, or say what "
            "a new one is like"
        )
    wanted = order.job.definition.partition(":")[2]
    number = int(wanted) if wanted else plan.newest
    if number not in known:
        there = ", ".join(map(str, sorted(known, reverse=True)[:8]))
        return f"{order.definition} has no ACTIVE revision {number}; there are: {there}"
    plan.base, plan.base_reference = known[number], f"{order.definition}:{number}"
    return ""


def _found(plan: Plan, revision: DefinitionDocument) -> Check:
    size = f"{revision.bytes} of {MOST_BYTES} bytes"
    if plan.base_reference:
        text = f"a new revision of {plan.base_reference}, only the image changes; {size}"
    elif plan.newest:
        text = f"{plan.order.definition}:{plan.newest} exists: the new revision is another; {size}"
        return Check(_SUBJECT, Verdict.WARNING, text)
    else:
        text = f"{plan.order.definition} is new; {size}"
    return Check(_SUBJECT, Verdict.GOOD, text)


def _warnings(plan: Plan, definition: JobDefinition) -> Iterable[Check]:
    if definition.timeout_seconds is None and plan.order.job.timeout_seconds is None:
        yield Check(_SUBJECT, Verdict.WARNING, "no timeout: a job that hangs costs for ever")
    if (definition.retry_attempts or 1) == 1 and plan.order.job.attempts is None:
        text = "no retries: a job whose machine is lost has failed"
        yield Check(_SUBJECT, Verdict.WARNING, text)


def _sizes(plan: Plan) -> Iterable[Check]:
    """What is wrong with the order's vCPUs and memory where only Fargate's sizes exist."""
    assert plan.definition is not None
    for problem in problems(replace(plan.order.job, fargate=plan.definition.is_fargate)):
        if problem.field in ("vcpus", "memory"):
            yield _bad(f"{problem.field}: {problem.message}")


def _bad(text: str) -> Check:
    return Check(_SUBJECT, Verdict.BAD, clean(text))  # It may quote the document as it is.
