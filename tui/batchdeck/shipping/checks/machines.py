"""The queue, and what its machines run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from batchdeck.aws.errors import AwsError
from batchdeck.domain.architecture import architectures_of
from batchdeck.domain.instance_type import type_patterns
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

_USABLE = ("VALID", "UPDATING")
_SEEN = 8
"""So many names are shown where one is not known."""


async def check_queue(plan: Plan, services: Services) -> list[Check]:
    """Whether the queue takes jobs and has environments; tells what kinds these are."""
    batch = services.account.batch
    try:
        queues, environments = await asyncio.gather(batch.queues(), batch.environments())
    except AwsError as error:
        return [Check("queue", Verdict.UNKNOWN, str(error))]
    wanted = plan.order.job.queue
    queue = next((one for one in queues if wanted in (one.name, one.arn)), None)
    if queue is None:
        names = ", ".join(sorted(one.name for one in queues)[:_SEEN]) or "none"
        return [Check("queue", Verdict.BAD, f"there is no queue {wanted}; there are: {names}")]
    known = {one.name: one for one in environments}
    behind = [known[name] for name in queue.environments if name in known]
    usable = [one for one in behind if one.state == "ENABLED" and one.status in _USABLE]
    found = [_queue(queue), *_environments(queue, behind, usable)]
    plan.kinds = frozenset(one.kind for one in usable or behind)
    try:
        plan.machines = await _machines(plan, services, usable or behind)
    except AwsError as error:
        found.append(Check("architecture", Verdict.UNKNOWN, str(error)))
    return found


def judge_architecture(plan: Plan, built: Sequence[str]) -> Check:
    """Whether the machines run an image that is built for these: amd64, arm64."""
    subject = "architecture"
    machines = {name: needed for name, needed in plan.machines.items() if needed}
    if not machines:
        text = "it is not known what the queue's machines run"
        return Check(subject, Verdict.UNKNOWN, text)
    wanted = "; ".join(f"{name} runs {_either(needed)}" for name, needed in machines.items())
    if not built:
        return Check(subject, Verdict.UNKNOWN, f"the image does not tell what it is for; {wanted}")
    fitting = [name for name, needed in machines.items() if needed.intersection(built)]
    if len(fitting) == len(machines):
        return Check(subject, Verdict.GOOD, f"built for {', '.join(built)}; {wanted}")
    text = f"the image is built for {', '.join(built)}, but {wanted}"
    if fitting:
        return Check(subject, Verdict.WARNING, f"{text}: it can only run in {', '.join(fitting)}")
    if plan.order.any_architecture:
        return Check(subject, Verdict.WARNING, f"{text}: shipped all the same, as ordered")
    first = min(frozenset[str]().union(*machines.values()))
    right = f"build it for linux/{first}, or allow any architecture"
    return Check(subject, Verdict.BAD, f"{text}: {right}")


def _queue(queue: JobQueue) -> Check:
    if queue.state != "ENABLED":
        text = f"{queue.name} is {queue.state} and takes no jobs: enable it, or choose another"
        return Check("queue", Verdict.BAD, text)
    if queue.status not in _USABLE:
        reason = f": {queue.reason}" if queue.reason else ""
        text = f"{queue.name} is {queue.status}, it must be VALID{reason}"
        return Check("queue", Verdict.BAD, text)
    return Check("queue", Verdict.GOOD, f"{queue.name} is ENABLED and {queue.status}")


def _environments(
    queue: JobQueue, behind: Iterable[ComputeEnvironment], usable: Sequence[ComputeEnvironment]
) -> list[Check]:
    if usable:
        return []
    states = ", ".join(f"{one.name} is {one.state} and {one.status}" for one in behind)
    text = f"no environment of {queue.name} can start a job: {states or 'it has none'}"
    return [Check("queue", Verdict.WARNING, text)]


async def _machines(
    plan: Plan, services: Services, environments: Sequence[ComputeEnvironment]
) -> Mapping[str, frozenset[str]]:
    """What each environment runs. On Fargate the definition decides: see `runtime`."""
    instances = [one for one in environments if one.kind in ("EC2", "SPOT")]
    patterns = {one.name: type_patterns(one.instance_types) for one in instances}
    every = sorted({one for each in patterns.values() for one in each})
    types = await services.account.ec2.instance_types(every) if every else ()
    found: dict[str, frozenset[str]] = {}
    for one in environments:
        own = [
            each
            for each in types
            if any(fnmatchcase(each.name, allowed) for allowed in patterns.get(one.name, ()))
        ]
        if own or one.is_fargate:
            found[one.name] = architectures_of(one, plan.runtime, own)
    return found


def _either(names: Iterable[str]) -> str:
    return " or ".join(sorted(names))
