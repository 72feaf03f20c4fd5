"""Whether a request is of the shape that Batch's model asks for.

botocore clients check most of it themselves; other clients, and tests, send anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batchdeck.local.batch.errors import invalid

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


def validate(parameters: dict[str, Any], shape: Any) -> None:
    """Raise `ClientError` for the first thing that is missing or of the wrong type."""
    for problem in _problems(parameters, shape, shape.name):
        raise invalid(problem)


def _problems(value: Any, shape: Any, name: str) -> Iterator[str]:
    if not _is_of_type(value, _TYPES[shape.type_name]):
        yield f"{name} must be of type {shape.type_name}."
    elif shape.type_name == "structure":
        yield from _structure(value, shape, name)
    elif shape.type_name == "list":
        for number, entry in enumerate(value):
            yield from _problems(entry, shape.member, f"{name}[{number}]")
    elif shape.type_name == "map":
        for key, entry in value.items():
            yield from _problems(entry, shape.value, f"{name}.{key}")
    elif shape.type_name == "string" and not _is_allowed(value, shape):
        yield f"{name} must be one of {', '.join(shape.enum)}."


def _is_of_type(value: Any, types: tuple[type, ...]) -> bool:
    """JSON's true and false are no numbers, though Python's are."""
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))


def _is_allowed(value: str, shape: Any) -> bool:
    """`evaluateOnExit[].action` is the one value whose case does not matter."""
    if shape.name == "RetryAction":
        value = value.upper()
    return not shape.enum or value in shape.enum


def _structure(value: dict[str, Any], shape: Any, name: str) -> Iterator[str]:
    """Members that the model does not know are ignored, as by AWS; so are nulls."""
    for member in shape.required_members:
        if value.get(member) is None:
            yield f"Resource {member} is required."
    for member, entry in value.items():
        if member in shape.members and entry is not None:
            yield from _problems(entry, shape.members[member], member)
