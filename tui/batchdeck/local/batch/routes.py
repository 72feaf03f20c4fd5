"""Which operation a request is for.

Source: botocore's service model of Batch, `http.requestUri` of each operation.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_LABEL = re.compile(r"{(\w+)}")


@cache
def model() -> Any:
    """botocore's model of Batch."""
    import botocore.session

    return botocore.session.get_session().get_service_model("batch")


@cache
def _operations() -> tuple[tuple[str, re.Pattern[str], Any], ...]:
    """Method, path and model of every operation."""
    found = []
    for name in model().operation_names:
        operation = model().operation_model(name)
        path = _LABEL.sub(r"(?P<\1>.+)", operation.http["requestUri"])
        found.append((operation.http["method"], re.compile(path), operation))
    return tuple(found)


def paths() -> tuple[str, ...]:
    """The paths as moto's server registers them, each once."""
    return tuple(dict.fromkeys(pattern.pattern + "$" for _, pattern, _ in _operations()))


def find(method: str, url: str) -> tuple[Any, dict[str, Any]] | None:
    """The model of the operation a request is for, and the members its URL carries."""
    parts = urlsplit(url)
    for verb, pattern, operation in _operations():
        match = pattern.fullmatch(parts.path) if verb == method else None
        if match is not None:
            members = {name: unquote(value) for name, value in match.groupdict().items()}
            return operation, members | _query(operation, parts.query)
    return None


def _query(operation: Any, query: str) -> dict[str, Any]:
    given = parse_qs(query)
    members = {}
    for name, shape in operation.input_shape.members.items():
        sent = given.get(shape.serialization.get("name", name))
        if shape.serialization.get("location") == "querystring" and sent is not None:
            members[name] = sent if shape.type_name == "list" else sent[0]
    return members
