"""Whether an answer is what Batch's model promises: nothing missing, nothing strange."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_NOT_YET_KNOWN = "startedAt"
"""AWS leaves it out until a job has started, although the model requires it of every job."""
_TYPES: dict[str, Any] = {
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


def check_answer(http_response: Any, model: Any, **_: Any) -> None:
    """For boto3's event `after-call`: fails the test whose call was answered otherwise."""
    assert http_response.headers["Content-Type"] == "application/json"
    assert http_response.headers["x-amzn-RequestId"]
    body = json.loads(http_response.content)
    if http_response.status_code == 200:
        found = list(problems(body, model.output_shape))
        assert not found, f"{model.name}: {', '.join(found)}"
    else:
        assert_error(http_response.status_code, http_response.headers, body)


def assert_error(status: int, headers: Any, body: Any) -> None:
    """An error is the caller's fault and says what it is."""
    assert status == 400
    assert headers["x-amzn-ErrorType"] == "ClientException"
    assert isinstance(body["message"], str)
    assert body["message"]


def problems(value: Any, shape: Any, name: str = "") -> Iterator[str]:
    """What is not as the shape has it."""
    kind = shape.type_name
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{name} is not of type {kind}: {value!r}"
    elif kind == "structure":
        yield from _structure(value, shape, name)
    elif kind == "list":
        for entry in value:
            yield from problems(entry, shape.member, f"{name}[]")
    elif kind == "map":
        for key, entry in value.items():
            yield from problems(entry, shape.value, f"{name}.{key}")


def _structure(value: dict[str, Any], shape: Any, name: str) -> Iterator[str]:
    for member in shape.required_members:
        if member not in value and member != _NOT_YET_KNOWN:
            yield f"{name}.{member} is missing"
    for member, entry in value.items():
        if member in shape.members:
            yield from problems(entry, shape.members[member], f"{name}.{member}")
        else:
            yield f"{name}.{member} is unknown"
