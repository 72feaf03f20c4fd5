"""Which actions the gateways need, read from their own code.

A request that the code does not make is in no policy, and one that it makes is not forgotten.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any

from batchdeck.aws.command_line import kebab
from batchdeck.aws.command_reading import words_of
from batchdeck.aws.failures import Request
from batchdeck.domain.connection import Connection

VERSION = "2012-10-17"
"""Of the language of policies."""
FREE = frozenset({"sts:GetCallerIdentity"})
"""Everybody may. Source: STS API reference, "GetCallerIdentity"."""
SHIPPING = frozenset({"repositories.py"})
"""Modules whose requests are made only by somebody who pushes an image."""
_PASS_ROLE = "iam:PassRole"  # noqa: S105
ALONG = {
    "batch:CreateComputeEnvironment": ("batch:TagResource", _PASS_ROLE),
    "batch:RegisterJobDefinition": ("batch:TagResource", _PASS_ROLE),
    "batch:SubmitJob": ("batch:TagResource",),
    "batch:UpdateComputeEnvironment": (_PASS_ROLE,),
    "ecr:CreateRepository": (
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ),
    "iam:AddRoleToInstanceProfile": (_PASS_ROLE,),
}
"""What AWS wants to be allowed beside an action: tags and roles that a request names, the push.

Source: service authorization reference, "AWS Batch" and "IAM"; ECR user guide, "IAM permissions
for pushing an image".
"""
PASSED_TO = ("batch.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com")
"""Services that get roles by what is sent."""
_READ = re.compile(r"(BatchGet|Describe|Filter|Get|List|Simulate)[A-Z][A-Za-z]+")
_OPERATION = re.compile(r"[A-Z][A-Za-z]+")
_SERVICE = re.compile(r"[a-z][a-z0-9]*(-[a-z]+)*")


def read_policy() -> dict[str, Any]:
    """A policy that allows what the gateways read and nothing else, a statement a service.

    No resource is named: most of these actions know none.
    """
    return {"Version": VERSION, "Statement": policy_of(read_actions())}


def read_actions() -> tuple[str, ...]:
    """The actions of all requests that only look, such as `batch:ListJobs`, in order."""
    found: set[str] = set()
    for module in files("batchdeck.aws").iterdir():
        if module.name.endswith(".py") and module.name not in SHIPPING:
            found.update(actions_in(ast.parse(module.read_text(encoding="utf-8"))))
    return tuple(sorted(found - FREE))


def write_actions() -> tuple[str, ...]:
    """The actions of what the console sends on somebody's word, and of a push, in order."""
    found: set[str] = set()
    package = files("batchdeck.aws")
    for name in SHIPPING:
        found.update(actions_in(ast.parse((package / name).read_text(encoding="utf-8"))))
    builders = ast.parse((package / "writes.py").read_text(encoding="utf-8"))
    found.update(writes_in(builders))
    return with_what_goes_along(found - set(read_actions()))


def command_actions(commands: Iterable[str]) -> tuple[str, ...]:
    """The actions of `aws` command lines, in order. Raises `UnreadableError`."""
    from botocore.loaders import Loader

    found: set[str] = set()
    loader = Loader()
    for service, spelled, _ in map(words_of, commands):
        operations = loader.load_service_model(service, "service-2")["operations"]
        found.add(_action(service, next(one for one in operations if kebab(one) == spelled)))
    return with_what_goes_along(found)


def with_what_goes_along(actions: Iterable[str]) -> tuple[str, ...]:
    """Actions, and what AWS wants to be allowed beside them, in order."""
    own = set(actions)
    return tuple(sorted(own.union(*(ALONG.get(one, ()) for one in own))))


def policy_of(actions: Iterable[str], prefix: str = "") -> list[dict[str, Any]]:
    """A statement for each service; roles may be passed only to those that the console names."""
    by_service: dict[str, list[str]] = {}
    for action in actions:
        if action != _PASS_ROLE:
            by_service.setdefault(action.partition(":")[0], []).append(action)
    statements: list[dict[str, Any]] = [
        {"Sid": prefix + service.capitalize(), "Effect": "Allow", "Action": own, "Resource": "*"}
        for service, own in by_service.items()
    ]
    if _PASS_ROLE in actions:
        only = {"StringEquals": {"iam:PassedToService": list(PASSED_TO)}}
        statements.append(
            {
                "Sid": f"{prefix}PassRole",
                "Effect": "Allow",
                "Action": [_PASS_ROLE],
                "Resource": "*",
                "Condition": only,
            }
        )
    return statements


def writes_in(module: ast.Module) -> Iterator[str]:
    """The actions of the requests that the module of the writes builds."""
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "_write" and call.args:
            named = {one.arg: one.value for one in call.keywords}
            service = _words(named["service"], _SERVICE) if "service" in named else "batch"
            yield _action(service, _words(call.args[0], _OPERATION))


def actions_in(module: ast.Module) -> Iterator[str]:
    """The actions of the requests that a gateway's module makes.

    A request is a call with the names of a service and of an operation, one after the other.
    Where the operation is a variable, it is any that the module names elsewhere.
    """
    paired: set[int] = set()
    elsewhere = ""
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        for first, second in pairwise(call.args):
            service, operation = _words(first, _SERVICE), _words(second, _READ)
            if service and operation:
                paired.add(id(second))
                yield _action(service, operation)
            elif service and isinstance(second, ast.Name) and second.id == "operation":
                elsewhere = service
    for node in ast.walk(module):
        if elsewhere and id(node) not in paired and _words(node, _READ):
            yield _action(elsewhere, _words(node, _READ))


def _words(node: ast.AST, pattern: re.Pattern[str]) -> str:
    """The text of a constant that matches; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if pattern.fullmatch(node.value) else ""
    return ""


def _action(service: str, operation: str) -> str:
    return Request(service, operation, Connection(), 0.0).action
