"""Which actions the gateways need, read from their own code.

A request that the code does not make is in no policy, and one that it makes is not forgotten.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any

from batchdeck.aws.failures import Request
from batchdeck.domain.connection import Connection

FREE = frozenset({"sts:GetCallerIdentity"})
"""Everybody may. Source: STS API reference, "GetCallerIdentity"."""
SHIPPING = frozenset({"repositories.py"})
"""Modules whose requests are made only by somebody who pushes an image."""
_READ = re.compile(r"(BatchGet|Describe|Get|List|Simulate)[A-Z][A-Za-z]+")
_SERVICE = re.compile(r"[a-z][a-z0-9]*(-[a-z]+)*")


def read_policy() -> dict[str, Any]:
    """A policy that allows what the gateways read and nothing else, a statement a service.

    No resource is named: most of these actions know none.
    """
    by_service: dict[str, list[str]] = {}
    for action in read_actions():
        by_service.setdefault(action.partition(":")[0], []).append(action)
    statements = [
        {"Sid": service.capitalize(), "Effect": "Allow", "Action": actions, "Resource": "*"}
        for service, actions in by_service.items()
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def read_actions() -> tuple[str, ...]:
    """The actions of all requests that only look, such as `batch:ListJobs`, in order."""
    found: set[str] = set()
    for module in files("batchdeck.aws").iterdir():
        if module.name.endswith(".py") and module.name not in SHIPPING:
            found.update(actions_in(ast.parse(module.read_text(encoding="utf-8"))))
    return tuple(sorted(found - FREE))


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
