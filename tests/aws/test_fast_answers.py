"""What is read directly is what botocore would have read."""

from __future__ import annotations

import json
import random
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from aiobotocore.parsers import AioResponseParserFactory
from botocore.awsrequest import HeadersDict
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

from batchdeck.aws import fast_answers

OPERATIONS = {
    "ListJobs": ("batch", "rest-json"),
    "DescribeJobs": ("batch", "rest-json"),
    "GetLogEvents": ("logs", "json"),
}
AS_ON_THE_WIRE = {"structure", "list", "map", "string", "integer", "long", "boolean", "double"}
ELSEWHERE = {"location", "locationName", "payload", "streaming", "eventstream", "jsonvalue"}
DEEPEST = 12
TEXTS = ("", "plain", "日本語", "\x1b]52;c;AAAA\x07", '"quoted"\\', "a\nb\u2028c", "💥")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_model_has_nothing_in_it_that_needs_more_than_json(operation: str) -> None:
    shape = output_of(operation)
    assert shape.name in fast_answers.PLAIN
    kinds, names = set(), set()
    for found in reachable(shape):
        kinds.add(found.type_name)
        # Members in headers, and other names on the wire than in the answer.
        names |= {
            "location",
            "locationName",
            "payload",
            "streaming",
            "eventstream",
            "jsonvalue",
        } & {*found.serialization}
    assert kinds <= AS_ON_THE_WIRE
    assert names == set()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("seed", range(25))
async def test_answers_of_the_models_shape_are_those_of_botocore(operation: str, seed: int) -> None:
    document = made(output_of(operation), random.Random(seed))
    both = await read_both(operation, json.dumps(document).encode())
    assert both[0] == both[1]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("body", [b"", b"{", b'{"jobs": [', b"[]", b"null", b"\xff", b'"text"'])
async def test_broken_bodies_are_left_to_botocore(operation: str, body: bytes) -> None:
    both = await read_both(operation, body)
    assert both[0] == both[1]


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_errors_are_left_to_botocore(operation: str) -> None:
    body = b'{"__type": "ThrottlingException", "message": "slow down"}'
    both = await read_both(operation, body, status=400)
    assert both[0] == both[1]
    assert both[0]["Error"]["Code"] == "ThrottlingException"


async def test_members_that_the_model_does_not_know_yet_stay() -> None:
    body = b'{"jobs": [{"jobId": "1", "newMember": {"deep": 1}}]}'
    ours, _ = await read_both("DescribeJobs", body)
    assert ours["jobs"] == [{"jobId": "1", "newMember": {"deep": 1}}]


@cache
def output_of(operation: str) -> Any:
    """The shape of an operation's answer in the installed service model."""
    service, _ = OPERATIONS[operation]
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    return model.operation_model(operation).output_shape


def reachable(shape: Any) -> list[Shape]:
    """A shape and every one inside it."""
    found: dict[str, Shape] = {}
    rest = [shape]
    while rest:
        one = rest.pop()
        if one.name in found and one.type_name in ("structure", "list", "map"):
            continue
        found[f"{one.name} {len(found)}" if one.name in found else one.name] = one
        if one.type_name == "structure":
            rest += one.members.values()
        elif one.type_name == "list":
            rest.append(one.member)
        elif one.type_name == "map":
            rest += (one.key, one.value)
    return list(found.values())


def made(shape: Any, chance: random.Random, depth: int = 0) -> Any:
    """A document of that shape: some members missing, lists of any length."""
    if shape.type_name == "structure":
        return {
            name: made(member, chance, depth + 1)
            for name, member in shape.members.items()
            if depth < DEEPEST and chance.random() < 0.7
        }
    if shape.type_name == "list":
        return [made(shape.member, chance, depth + 1) for _ in range(chance.randrange(3))]
    if shape.type_name == "map":
        return {chance.choice(TEXTS): made(shape.value, chance, depth + 1) for _ in range(2)}
    scalars: dict[str, Any] = {
        "string": chance.choice(TEXTS),
        "boolean": chance.random() < 0.5,
        "double": chance.random() * 1000,
    }
    return scalars.get(shape.type_name, chance.randrange(-(2**53), 2**53))


async def read_both(operation: str, body: bytes, status: int = 200) -> tuple[Any, Any]:
    """The answer as it is read here, and as botocore reads it: the value, or the error's type."""
    factory = AioResponseParserFactory()
    endpoint = SimpleNamespace(_response_parser_factory=factory)
    fast_answers.install(SimpleNamespace(_endpoint=endpoint))
    protocol = OPERATIONS[operation][1]
    parsers = (endpoint._response_parser_factory.create_parser(protocol),)
    found = []
    for parser in (*parsers, factory.create_parser(protocol)):
        response = {
            "status_code": status,
            "headers": HeadersDict({"x-amzn-RequestId": "r-1", "Content-Type": "a/json"}),
            "body": body,
            "context": {"operation_name": operation},
        }
        try:
            found.append(await parser.parse(response, output_of(operation)))
        except (ValueError, TypeError, AttributeError) as error:
            found.append(type(error))
    return found[0], found[1]
