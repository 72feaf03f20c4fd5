"""Answers of any service with anything missing, empty, strange or refused in them.

They are made from the output shapes of botocore's models, so that a member that a service has
is one that comes up here. What refers to something else is picked from a few names: only then
does one answer lead to the next.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.model import ServiceModel

from tests.diagnosis.any_words import NOW, RUBBISH, numbers_for, words_for

_DEEPEST = 10
_PAGING = {"nexttoken", "marker"}
"""There are no further pages: a token that always comes back would be one for ever."""
_USUAL = {
    "JobStatus": ("RUNNABLE", "RUNNABLE", "STARTING", "FAILED"),
    "CEState": ("ENABLED",),
    "CEStatus": ("VALID",),
    "CEType": ("MANAGED",),
    "CRType": ("EC2", "SPOT", "FARGATE"),
    "InstanceType": ("m5.large", "g5.xlarge", "p4d.24xlarge"),
    "JQState": ("ENABLED",),
    "JQStatus": ("VALID",),
}
"""What most answers say, so that the diagnosis gets on to its next question."""
_LINKS = {
    *("jobId", "jobQueue", "status", "container", "jobQueueName", "computeEnvironmentOrder"),
    *("computeEnvironment", "computeEnvironmentName", "computeResources", "type", "subnets"),
    *("frontOfQueue", "jobs", "jobArn", "uuid", "ecsClusterArn", "AutoScalingGroupName"),
}
"""Members that lead to the next call: seldom missing."""
_ONE_OF = ("container", "container", "container", "ecsProperties", "nodeProperties")
_ALTERNATIVES = frozenset({*_ONE_OF, "eksProperties"})
"""A job has one of these."""
_SELDOM = {
    "arrayProperties": 0.1,
    "eksConfiguration": 0.1,
    "dependsOn": 0.3,
    "launchTemplate": 0.5,
    "exitCode": 0.3,
    "startedAt": 0.4,
    "attempts": 0.5,
    "allocationStrategy": 0.5,
}
"""How often members are there that turn a job or environment into another kind of thing."""


@dataclass(frozen=True)
class Mood:
    """How bad the answers are; shares from 0 to 1."""

    missing: float = 0.0
    """Of members left out."""
    strange: float = 0.0
    """Of values that no model knows: enums of tomorrow, numbers out of range, null."""
    empty: float = 0.0
    """Of lists without entries."""
    refused: float = 0.0
    """Of calls that are denied."""


_DENIED: Any = {
    "Error": {"Code": "AccessDenied", "Message": "not allowed"},
    "ResponseMetadata": {"HTTPStatusCode": 403},
}
_BROKEN_POLICIES = (
    *("{}", "[]", '""', "null", "7", '{"Statement":null}', '{"Statement":"x"}'),
    '{"Statement":["x",{"Effect":"Allow","Principal":"*"},{"Principal":{"Service":7}}]}',
)
WHOLE = Mood(empty=0.1)
BAD_MOODS = (
    Mood(missing=0.1, strange=0.02, empty=0.1),
    Mood(missing=0.5, strange=0.2, empty=0.3),
    Mood(strange=0.3),
    Mood(empty=0.6, refused=0.3),
)
SPOILED = 0.5
"""The share of operations on which a bad mood falls: the others lead to further questions."""


@cache
def model(service: str) -> ServiceModel:
    """The model of a service, as its client has it."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def _operations(service: str) -> dict[str, str]:
    """AWS's names of the operations by the names that clients give them."""
    return {xform_name(name): name for name in model(service).operation_names}


class AnyClient:
    """Stands in for a client of aiobotocore; counts what it answers."""

    def __init__(
        self, service: str, mood: Mood, chosen: random.Random, answered: Counter[str]
    ) -> None:
        self.meta = SimpleNamespace(
            endpoint_url="http://anywhere", region_name="eu-west-1", service_model=model(service)
        )
        self._service = service
        self._bad = mood
        self._moods: dict[str, Mood] = {}
        self._mood = mood
        """That of the answer being made."""
        self._random = chosen
        self._answered = answered

    def __getattr__(self, method: str) -> Callable[..., Awaitable[dict[str, Any]]]:
        operation = _operations(self._service)[method]

        async def answer(**_: Any) -> dict[str, Any]:
            self._answered[f"{self._service}:{operation}"] += 1
            if operation not in self._moods:
                spoiled = self._random.random() < SPOILED
                self._moods[operation] = self._bad if spoiled else WHOLE
            self._mood = self._moods[operation]
            if self._random.random() < self._mood.refused:
                raise ClientError(_DENIED, operation)
            return self._of(operation)

        return answer

    def _of(self, operation: str) -> dict[str, Any]:
        """An answer; its own members are there: what broke off never gets this far."""
        shape = model(self._service).operation_model(operation).output_shape
        members = shape.members if shape is not None else {}
        return {
            name: self._value(member, name, 1)
            for name, member in members.items()
            if name.lower() not in _PAGING
        }

    def _value(self, shape: Any, name: str, depth: int) -> Any:
        match shape.type_name:
            case "structure":
                return dict(self._members(shape, depth))
            case "list":
                return self._list(shape.member, name, depth)
            case "map":
                return {self._word(name): self._value(shape.value, name, depth + 1)}
            case "string":
                return self._string(shape, name)
            case "blob":
                return self._word(name).encode()
            case "boolean":
                return self._random.random() < 0.5
            case "timestamp":
                ago = timedelta(minutes=self._random.choice([-5, 1, 20, 700, 2_000_000]))
                return datetime.fromtimestamp(NOW / 1000, UTC) - ago
            case _:
                return self._number(shape.type_name, name)

    def _members(self, shape: Any, depth: int) -> Iterator[tuple[str, Any]]:
        dropped = self._dropped(shape)
        for name, member in shape.members.items():
            lost = name.lower() in _PAGING or depth >= _DEEPEST or name in dropped
            missing = self._mood.missing / (5 if name in _LINKS else 1)
            if not lost and self._random.random() >= missing:
                nothing = self._random.random() < self._mood.strange / 2
                yield name, None if nothing else self._value(member, name, depth + 1)

    def _dropped(self, shape: Any) -> set[str]:
        """Members that do not go together with others, or only now and then."""
        seldom = {name for name, share in _SELDOM.items() if self._random.random() > share}
        if len(_ALTERNATIVES & set(shape.members)) < 2 or not self._known():
            return seldom
        return seldom | _ALTERNATIVES - {self._random.choice(_ONE_OF)}

    def _list(self, member: Any, name: str, depth: int) -> list[Any]:
        if self._random.random() < self._mood.empty / (5 if name in _LINKS else 1):
            return []
        entries = self._random.randint(1, 2 if depth < 4 else 1)
        return [self._value(member, name, depth + 1) for _ in range(entries)]

    def _string(self, shape: Any, name: str) -> Any:
        if shape.name == "policyDocumentType":
            return self._policy()
        if not shape.enum:
            return self._word(name)
        usual = shape.name in _USUAL and self._random.random() < 0.8
        chosen = self._random.choice(_USUAL[shape.name] if usual else shape.enum)
        return chosen if self._known() else "TOMORROW"

    def _word(self, name: str) -> str:
        return self._random.choice(words_for(name) if self._known() else RUBBISH)

    def _number(self, kind: str, name: str) -> Any:
        if self._known():
            return self._random.choice(numbers_for(name))
        return self._random.choice([-1, 2**40, 0.5 if kind in {"float", "double"} else -443])

    def _policy(self) -> Any:
        """What botocore makes of a policy in IAM: JSON, or the text where it is none."""
        services = [f"{one}.amazonaws.com" for one in ("batch", "ec2", "ecs-tasks")]
        principal = {"Service": self._random.choice([services, services[0], services[2]])}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        if self._known():
            return {"Statement": self._random.choice([[statement], statement])}
        return json.loads(self._random.choice(_BROKEN_POLICIES))

    def _known(self) -> bool:
        return self._random.random() >= self._mood.strange
