"""Ten thousand requests of the model's shape with any values in them.

Each is answered as the model promises, or refused as the caller's fault; never a crash.
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ParamValidationError

from batchdeck.local.batch import routes, wire
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.service import BatchService
from tests.local.batch.contract import assert_error, problems
from tests.local.cloud import Cloud

REQUESTS = 210
THROUGH_BOTO3 = 5
WORDS = ["", "x", "a b", "1", "-1", "arn:aws:batch:x:1:job-queue/q", "0.5", "日本", "m5.large", "*"]


class Requests:
    """Makes requests; names of things that exist are among the words."""

    def __init__(self, seed: int, names: list[str]) -> None:
        self._random = random.Random(seed)
        self._words = WORDS + names * 3

    def of(self, shape: Any, depth: int = 0) -> Any:
        choose = self._random
        match shape.type_name:
            case "structure":
                return dict(self._members(shape, depth))
            case "list":
                return [self.of(shape.member, depth + 1) for _ in range(choose.randint(0, 2))]
            case "map":
                return {choose.choice(self._words): self.of(shape.value, depth + 1)}
            case "string":
                return choose.choice(shape.enum or self._words)
            case "boolean":
                return choose.random() < 0.5
            case _:
                return choose.choice([-1, 0, 1, 2, 60, 1000, 2**40])

    def _members(self, shape: Any, depth: int) -> Iterator[tuple[str, Any]]:
        for name, member in shape.members.items():
            wanted = 0.98 if name in shape.required_members else 0.5 / (depth + 1)
            if self._random.random() < wanted:
                yield name, self.of(member, depth + 1)


@pytest.fixture
def names(cloud: Cloud) -> list[str]:
    environment = cloud.environment()
    queue, definition = cloud.queue(environment), cloud.definition()
    policy = cloud.batch.create_scheduling_policy(name=cloud.name("policy"))["arn"]
    licence = cloud.name("licence")
    cloud.batch.create_consumable_resource(consumableResourceName=licence, totalQuantity=5)
    job_id = cloud.submit(queue, definition)
    return [environment, queue, definition, f"{definition}:1", job_id, policy, licence]


def test_every_operation_of_the_model_is_there() -> None:
    assert sorted(OPERATIONS) == sorted(routes.model().operation_names)
    assert REQUESTS * len(OPERATIONS) > 10_000


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_boto3_reads_every_answer(cloud: Cloud, names: list[str], name: str) -> None:
    """The way an independent client sends and reads; its answers are checked in `cloud`."""
    call = getattr(cloud.batch, xform_name(name))
    requests = Requests(2, names)
    for _ in range(THROUGH_BOTO3):
        request = requests.of(routes.model().operation_model(name).input_shape)
        with contextlib.suppress(cloud.batch.exceptions.ClientException, ParamValidationError):
            call(**request)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_any_request_is_answered_or_refused(
    cloud: Cloud,
    names: list[str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service: BatchService = cloud.backend.service
    operation = routes.model().operation_model(name)
    monkeypatch.setattr(wire, "_service", lambda *_: service)
    monkeypatch.setattr(routes, "find", lambda *_: (operation, {}))
    requests = Requests(1, names)
    for _ in range(REQUESTS):
        body = json.dumps(requests.of(operation.input_shape)).encode()
        status, headers, answer = wire.handle(Request(body), "", {})
        if status == 200:
            assert list(problems(json.loads(answer), operation.output_shape)) == [], body
        else:
            assert_error(status, headers, json.loads(answer))
    settled = threading.Event()
    service.scheduler.engine.soon(settled.set)
    assert settled.wait(5)
    assert caplog.text == ""


class Request:
    """As much of moto's as the wire looks at."""

    method = "POST"

    def __init__(self, data: bytes) -> None:
        self.data = data
