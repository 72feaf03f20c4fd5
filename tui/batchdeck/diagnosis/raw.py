"""The part of AWS's answer that evidence was read from, as JSON with the field marked.

Evidence names a resource and a field. The answers of a diagnosis are searched for the structure
that bears the resource's name, and that structure for the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batchdeck.aws.calls import Answer
from batchdeck.aws.masking import mask
from batchdeck.diagnosis.verdict import Evidence
from batchdeck.domain.clean import clean_tree
from batchdeck.domain.json_text import json_text

Path = tuple[str | int, ...]
AROUND = 2
"""Lines shown before and after the field."""
LONGEST = 8
"""Lines of a field that is a structure itself."""
WIDEST = 120
"""Characters of a value."""
_ABOUT = "ResponseMetadata"
"""What botocore adds to an answer."""
_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?")
_CODE = re.compile(r"\(([\w-]+)\)$")
"""Of a quota, behind its name."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of JSON."""

    text: str
    marked: bool = False
    """Whether the field is on it."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Some lines of an answer."""

    action: str
    """What was asked, such as `ec2:DescribeSubnets`."""
    lines: tuple[RawLine, ...]


def raw_of(evidence: Evidence, answers: Iterable[Answer]) -> tuple[Raw, ...]:
    """The lines around each field of the evidence; nothing of what no answer has."""
    known = tuple(answers)
    fields = [field for field in evidence.field.split(", ") if _STEP.match(field)]
    found = (_raw(evidence, field, known) for field in fields)
    return tuple(one for one in found if one is not None)


def answers_in(held: Iterable[object]) -> Iterator[Answer]:
    """Answers that were kept with what was made of them (`document`), one or several."""
    for one in held:
        if isinstance(one, (tuple, list)):
            yield from answers_in(one)
        elif document := getattr(one, "document", ""):
            action = f"batch:Describe{_PLURAL.get(type(one).__name__, '')}"
            yield Answer(action, json.loads(document))


_PLURAL = {
    "ComputeEnvironment": "ComputeEnvironments",
    "JobDetail": "Jobs",
    "JobQueue": "JobQueues",
}


def _raw(evidence: Evidence, field: str, answers: Sequence[Answer]) -> Raw | None:
    for answer in answers:
        content = {name: one for name, one in answer.content.items() if name != _ABOUT}
        for structure in _bearing(evidence.resource, content):
            path = _path(structure, field, evidence)
            if path:
                shown = clean_tree(mask(structure))
                return Raw(answer.action, tuple(_around(shown, path)))
    return None


def _bearing(resource: str, value: Any) -> Iterator[Mapping[str, Any]]:
    """Structures of which some member is that name, or an ARN or id that ends in it."""
    if isinstance(value, Mapping):
        if any(_names(resource, member) for member in value.values()):
            yield value
        for member in value.values():
            yield from _bearing(resource, member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from _bearing(resource, member)


def _names(resource: str, value: Any) -> bool:
    if not isinstance(value, str) or not resource:
        return False
    code = _CODE.search(resource)
    return (
        value == resource
        or value.endswith((f"/{resource}", f":{resource}"))
        or (code is not None and value == code[1])
    )


def _path(structure: Mapping[str, Any], field: str, evidence: Evidence) -> Path:
    """Where a field is in a structure; empty when it is not there."""
    steps = [(name, index) for name, index in _STEP.findall(field)]
    start = _holder(structure, steps[0][0])
    if start is None and len(steps) > 1:  # The structure is itself what the first step names.
        start, steps = _holder(structure, steps[1][0]), steps[1:]
    if start is None:
        return ()
    path, value = start
    for name, index in steps:
        if not isinstance(value, Mapping) or name not in value:
            return ()
        path, value = (*path, name), value[name]
        if isinstance(value, (list, tuple)) and value:
            at = _element(value, index, evidence)
            if at is not None:
                path, value = (*path, at), value[at]
    return path


def _holder(value: Any, name: str, path: Path = ()) -> tuple[Path, Any] | None:
    """The first structure that has a member of that name, from the outside in."""
    if isinstance(value, Mapping) and name in value:
        return path, value
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, (list, tuple)):
        items = enumerate(value)
    for key, member in items:
        found = _holder(member, name, (*path, key))
        if found is not None:
            return found
    return None


def _element(members: Sequence[Any], index: str, evidence: Evidence) -> int | None:
    """The element that is meant: by its number, or by what it has in it; None: the whole list."""
    if re.fullmatch(r"-?\d+", index) and -len(members) <= int(index) < len(members):
        return int(index) % len(members)
    for wanted in filter(None, (index, evidence.value)):
        for at, member in enumerate(members):
            if json_text(wanted)[1:-1] in json_text(member):
                return at
    return 0 if len(members) == 1 else None


def _around(structure: Any, path: Path) -> Iterator[RawLine]:
    """The lines of a field, some before it, and some after it."""
    lines = list(_lines(structure, (), "", ""))
    own = [at for at, (place, _) in enumerate(lines) if place[: len(path)] == path]
    first, last = own[0], min(own[-1], own[0] + LONGEST)
    begin, end = max(0, first - AROUND), min(len(lines), last + AROUND + 1)
    indent = min(len(text) - len(text.lstrip()) for _, text in lines[begin:end])
    for at in range(begin, end):
        yield RawLine(lines[at][1][indent:], marked=at == first)


def _lines(
    value: Any, path: Path, margin: str, name: str, comma: str = ""
) -> Iterator[tuple[Path, str]]:
    """JSON line by line, each with the place of what is on it."""
    items: list[tuple[str | int, Any]]
    if isinstance(value, Mapping) and value:
        opening, closing, items = "{", "}", list(value.items())
    elif isinstance(value, list) and value:
        opening, closing, items = "[", "]", list(enumerate(value))
    else:
        text = json_text(value)
        short = text if len(text) <= WIDEST else text[:WIDEST] + "..."
        yield path, f"{margin}{name}{short}{comma}"
        return
    yield path, f"{margin}{name}{opening}"
    for key, member in items:
        label = f"{json_text(key)}: " if isinstance(key, str) else ""
        more = "," if key != items[-1][0] else ""
        yield from _lines(member, (*path, key), f"{margin}  ", label, more)
    yield path, f"{margin}{closing}{comma}"
