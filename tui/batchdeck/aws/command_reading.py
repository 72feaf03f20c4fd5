"""An `aws` command line as the request it stands for, read with botocore's model. No shell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batchdeck.aws.command_line import command_line, kebab
from batchdeck.aws.errors import AwsError
from batchdeck.aws.masking import mask
from batchdeck.aws.shorthand import ShorthandError, read_shorthand
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection

_WHOLE = {"integer": int, "long": int, "float": float, "double": float}
_BOOLEANS = {"true": True, "false": False}
_PROTOCOLS = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1"}
"""Names that the CLI knows in `ec2 create-network-acl-entry --protocol`."""
_NETWORK_ACL_ENTRY = "NetworkAclEntry"


class UnreadableError(AwsError):
    """A command that cannot be sent from here; the words say which part is in the way."""


@dataclass(frozen=True, slots=True)
class Command:
    """A request read from a command line, and what it does in words of the API."""

    write: Write
    on: tuple[tuple[str, str], ...]
    """The parameters that name what is changed, with their values."""
    sets: tuple[tuple[str, str], ...]
    """The others: what is set, with dots where it is nested."""


def words_of(line: str) -> tuple[str, str, Sequence[str]]:
    """Service, operation as the CLI spells it, and the options. Raises `UnreadableError`."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UnreadableError(f"{line}: not a command line: {error}") from error
    if len(words) < 3 or words[0] != "aws":
        raise UnreadableError(f"{line}: not an aws command")
    return words[1], words[2], words[3:]


def read_command(line: str, model: Any, connection: Connection) -> Command:
    """The request of a command line for the service of botocore's `model`.

    Raises `UnreadableError` where the line has what only a shell or a file could give, and
    where botocore would refuse the parameters.
    """
    service, spelled, options = words_of(line)
    operation = next((name for name in model.operation_names if kebab(name) == spelled), "")
    if not operation:
        raise UnreadableError(f"{spelled}: {service} has no such operation")
    shape = model.operation_model(operation).input_shape
    parameters = _parameters(operation, shape, options)
    _validate(operation, parameters, shape)
    sent = command_line(service, operation, parameters, connection)
    shown = mask(parameters)
    required = set(shape.required_members)
    return Command(
        Write(service, operation, parameters, sent),
        tuple((name, _text(shown[name])) for name in shown if name in required),
        tuple(pair for name in shown if name not in required for pair in _flat(name, shown[name])),
    )


def _parameters(operation: str, shape: Any, options: Sequence[str]) -> dict[str, Any]:
    members = {kebab(name): name for name in shape.members}
    found: dict[str, Any] = {}
    for option, values in _grouped(options):
        if operation.endswith(_NETWORK_ACL_ENTRY) and option in ("egress", "ingress"):
            found["Egress"] = option == "egress"
            continue
        if option == "cli-input-json":
            found.update(_whole_request(shape, values))
            continue
        negated = option.removeprefix("no-")
        name = members.get(option) or members.get(negated)
        if name is None:
            raise UnreadableError(f"--{option}: no parameter of {operation}")
        if not values:
            found[name] = _flag(option, shape.members[name], on=option in members)
        else:
            found[name] = _value(option, shape.members[name], values)
    if operation.endswith(_NETWORK_ACL_ENTRY):
        found["Protocol"] = _PROTOCOLS.get(found.get("Protocol", ""), found.get("Protocol", ""))
    return found


def _whole_request(shape: Any, words: Sequence[str]) -> dict[str, Any]:
    request = _value("cli-input-json", shape, words)
    if not isinstance(request, dict):
        raise UnreadableError("--cli-input-json: members in {braces} expected")
    return request


def _grouped(options: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Options without their dashes, and the words behind each."""
    name, values = "", list[str]()
    for word in options:
        if not word.startswith("--"):
            values.append(word)
            continue
        if name:
            yield name, values
        name, equals, value = word[2:].partition("=")
        values = [value] if equals else []
    if name:
        yield name, values


def _flag(option: str, shape: Any, *, on: bool) -> Any:
    if shape.type_name == "boolean":
        return on
    if shape.type_name == "structure" and list(shape.members) == ["Value"]:
        return {"Value": on}  # EC2's AttributeBooleanValue.
    raise UnreadableError(f"--{option}: a value is missing")


def _value(option: str, shape: Any, words: Sequence[str]) -> Any:
    for word in words:
        if word.startswith(("file://", "fileb://")):
            raise UnreadableError(f"--{option}: write the file {word.partition('//')[2]} first")
    try:
        return _understood(shape, words)
    except ValueError as error:  # Of a number, of JSON, of shorthand.
        raise UnreadableError(f"--{option} {' '.join(words)}: {error}") from error


def _understood(shape: Any, words: Sequence[str]) -> Any:
    kind = shape.type_name
    if kind in ("list", "map", "structure") and len(words) == 1 and words[0][:1] in ("[", "{"):
        return _shaped(shape, json.loads(words[0]))
    if kind == "list":
        return [_understood(shape.member, [word]) for word in words]
    if len(words) > 1:
        raise ShorthandError("one value expected")
    if kind in ("map", "structure"):
        return _shaped(shape, read_shorthand(words[0]))
    return _shaped(shape, words[0])


def _shaped(shape: Any, value: Any) -> Any:
    """A value of strings as the types of its shape. Raises ValueError."""
    kind = shape.type_name
    if kind == "list":
        return [
            _shaped(shape.member, one) for one in (value if isinstance(value, list) else [value])
        ]
    if kind == "structure" and isinstance(value, dict):
        unknown = [name for name in value if name not in shape.members]
        if unknown:
            raise ShorthandError(f"{unknown[0]} is no member of it")
        return {name: _shaped(shape.members[name], one) for name, one in value.items()}
    if kind == "map" and isinstance(value, dict):
        return {name: _shaped(shape.value, one) for name, one in value.items()}
    if isinstance(value, str) and kind in _WHOLE:
        return _WHOLE[kind](value)
    if isinstance(value, str) and kind == "boolean":
        if value.lower() not in _BOOLEANS:
            raise ShorthandError("true or false expected")
        return _BOOLEANS[value.lower()]
    return value


def _validate(operation: str, parameters: Mapping[str, Any], shape: Any) -> None:
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        words = " ".join(report.generate_report().split())
        raise UnreadableError(f"{operation}: {words}")


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for member, one in value.items():
            yield from _flat(f"{name}.{member}", one)
    else:
        yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
