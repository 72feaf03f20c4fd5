"""Reading single values out of botocore's dicts, where any of them may be missing.

A service may add states, leave out what the model calls required, or send null. Nothing in
here raises on such an answer; what is missing becomes empty.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import Any

from batchdeck.aws.masking import mask
from batchdeck.domain.clean import clean, clean_tree

Document = Mapping[str, Any]


def text(source: Document, name: str) -> str:
    """A string, cleaned; empty when it is missing."""
    value = source.get(name)
    if type(value) is str and value.isprintable():  # Called a million times: nearly all end here.
        return value
    return clean(str(value)) if value is not None else ""


def repeated(source: Document, name: str) -> str:
    """Like `text`, for values that many objects share: equal ones are one object in memory."""
    return sys.intern(text(source, name))


def whole(source: Document, name: str) -> int | None:
    """A whole number, None when it is missing or not a number."""
    value = source.get(name)
    if type(value) is int:
        return value
    return int(value) if isinstance(value, float) and math.isfinite(value) else None


def child(source: Document, name: str) -> Document:
    """A structure; empty when it is missing."""
    value = source.get(name)
    if type(value) is dict:
        return value
    return value if isinstance(value, Mapping) else {}


def children(source: Document, name: str) -> tuple[Document, ...]:
    """A list of structures."""
    return tuple(member for member in _members(source, name) if isinstance(member, Mapping))


def texts(source: Document, name: str) -> tuple[str, ...]:
    """A list of strings, cleaned."""
    return tuple(clean(str(member)) for member in _members(source, name) if member is not None)


def pairs(source: Document, name: str) -> tuple[tuple[str, str], ...]:
    """A map of strings, cleaned, in order of its keys."""
    return tuple(
        sorted(
            (clean(str(key)), clean(str(value)))
            for key, value in child(source, name).items()
            if value is not None
        )
    )


def short_name(arn: str) -> str:
    """`name` or `name:revision` out of an ARN; a name stays as it is."""
    return arn.rsplit("/", 1)[-1]


def document(source: Document) -> str:
    """The whole answer as indented JSON, cleaned, values of environment variables masked."""
    return json.dumps(clean_tree(mask(source)), indent=2, ensure_ascii=False, default=str)


def _members(source: Document, name: str) -> tuple[Any, ...]:
    value = source.get(name)
    return tuple(value) if isinstance(value, (list, tuple)) else ()
