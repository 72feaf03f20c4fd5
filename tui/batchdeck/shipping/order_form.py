"""From what is typed into a form to an order, field by field."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from batchdeck.domain.submission import FieldError
from batchdeck.domain.submission_form import TextReader, read_form
from batchdeck.shipping.new_definition import with_new_definition
from batchdeck.shipping.order import Build, Order, problems

FIELDS = (
    "folder",
    "dockerfile",
    "arguments",
    "image",
    "platform",
    "repository",
    "tag",
    "execution_role",
    "job_role",
)
"""The fields beside those of a job."""
_NAMES = {"context": "folder", "build arguments": "arguments"}
"""Part of an order -> the field that it is typed into, where these differ."""


@dataclass(frozen=True, slots=True)
class OrderReading:
    """A form as it was understood."""

    order: Order
    problems: tuple[FieldError, ...] = ()
    """What is wrong; while there is anything, nothing is looked at."""
    warnings: tuple[FieldError, ...] = ()
    """What is allowed but seldom meant."""


def read_order(
    texts: Mapping[str, str], *, fargate: bool, limited: bool, known: Collection[str]
) -> OrderReading:
    """Understand the texts of a form: FIELDS, and those of a job without its tags.

    `known` has the definitions there are, as `name:revision`: any other name means a new one,
    of the job's command, vCPUs and memory. `fargate` and `limited` are as in `read_form`.
    """
    job = read_form({"tags": "", **texts}, fargate=fargate, limited=limited)
    reader = TextReader(texts)
    folder, dockerfile = texts["folder"].strip(), texts["dockerfile"].strip()
    arguments = reader.pairs("arguments")
    build = Build(_path(folder), _path(dockerfile) if dockerfile else None, arguments)
    order = Order(
        job=job.order,
        build=build if folder else None,
        image=texts["image"].strip(),
        platform=texts["platform"].strip(),
        repository=texts["repository"].strip(),
        tag=texts["tag"].strip(),
    )
    unread = {each.field for each in (*reader.problems, *job.problems)}
    told = [
        FieldError(_NAMES.get(each.field, each.field), each.message) for each in problems(order)
    ]
    found = [*reader.problems, *job.problems, *(each for each in told if each.field not in unread)]
    found += _definition(order, known)
    if not found and is_new(order.job.definition, known):
        roles = {name: texts[name].strip() for name in ("execution_role", "job_role")}
        order = with_new_definition(order, **roles)
    return OrderReading(order, tuple(found), job.warnings)


def texts_of(order: Order) -> Mapping[str, str]:
    """What would have to be typed for an order; only what it says."""
    job, build = order.job, order.build
    texts = {
        "folder": str(build.context) if build else "",
        "dockerfile": str(build.dockerfile or "") if build else "",
        "image": order.image,
        "platform": order.platform,
        "repository": order.repository,
        "definition": job.definition,
        "queue": job.queue,
        "name": job.name,
        "parameters": shlex.join(f"{name}={value}" for name, value in job.parameters),
        "command": shlex.join(job.command),
        "vcpus": "" if job.vcpus is None else f"{job.vcpus:g}",
        "memory": _whole(job.memory),
        "attempts": _whole(job.attempts),
        "timeout": _whole(job.timeout_seconds),
    }
    return {field: text for field, text in texts.items() if text}


def is_new(definition: str, known: Collection[str]) -> bool:
    """Whether a definition of that name would be the first one."""
    names = {each.partition(":")[0] for each in known}
    return bool(definition) and ":" not in definition and definition not in names


def _definition(order: Order, known: Collection[str]) -> Iterable[FieldError]:
    """What is wrong with the definition beside its name."""
    named, job = order.job.definition, order.job
    if ":" in named and named not in known:
        yield FieldError("definition", f"'{named[:60]}': no such ACTIVE revision")
    if is_new(named, known):
        for field, value, example in (("vcpus", job.vcpus, 1), ("memory", job.memory, 512)):
            if value is None:
                text = f"{named[:30]} is a new definition: needs it, such as {example}"
                yield FieldError(field, text)


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()
