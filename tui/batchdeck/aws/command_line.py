"""A request as an `aws` command line that can be pasted into a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from batchdeck.aws.masking import mask
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.connection import Connection
from batchdeck.domain.json_text import json_text

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: An element of a list that needs no JSON to be told from shorthand syntax or an option.
_PLAIN = re.compile(r"[\w.:/@+][\w.:/@+=-]*", re.ASCII)
#: Values the AWS CLI does not take literally: it would read the file, or see an option.
_NOT_LITERAL = ("file://", "fileb://", "http://", "https://", "-")


def command_line(
    service: str, operation: str, parameters: Mapping[str, Any], connection: Connection
) -> str:
    """The `aws` command for a request, values of environment variables masked.

    What cannot stand safely on its own in a command line (a value with a control character,
    one that looks like a file or an option) puts the whole request into `--cli-input-json`.
    """
    masked = mask(parameters)
    words = ["aws", service, kebab(operation)]
    if any(_is_awkward(value) for value in masked.values()):
        words += ["--cli-input-json", json_text(masked)]
    else:
        for name, value in masked.items():
            words += _option(name, value)
    words += _where(connection)
    return shlex.join(words)


def kebab(name: str) -> str:
    """AWS's name of an operation or parameter as the CLI spells it: `ListJobs`, `list-jobs`."""
    return _WORD.sub("-", name).lower()


def _option(name: str, value: Any) -> Iterator[str]:
    option = f"--{kebab(name)}"
    if isinstance(value, bool):
        yield option if value else f"--no-{kebab(name)}"
        return
    yield option
    if isinstance(value, (list, tuple)) and value and all(map(_is_plain, value)):
        yield from value
    elif isinstance(value, (Mapping, list, tuple)):
        yield json_text(value)
    else:
        yield str(value)


def _where(connection: Connection) -> Iterator[str]:
    for option, value in (
        ("--region", connection.region),
        ("--endpoint-url", connection.endpoint_url),
        ("--profile", connection.profile),
    ):
        if value:
            yield option
            yield value


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None and "://" not in value


def _is_awkward(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return value.startswith(_NOT_LITERAL) or UNSAFE.search(value) is not None
