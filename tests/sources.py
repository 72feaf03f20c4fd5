"""The source files of this repository, parsed once, for the tests that look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tui" / "batchdeck"
WORKER = ROOT / "worker"
TESTS = ROOT / "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """Its path from the root, as it is written in messages and test ids."""
        return self.path.relative_to(ROOT).as_posix()

    def place(self, node: ast.stmt | ast.expr) -> str:
        """Where a node stands, as editors understand it."""
        return f"{self.name}:{node.lineno}"

    def functions(self) -> Iterator[Function]:
        """All functions and methods."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """All calls of functions or methods of these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) in names:
                yield node


def called(node: ast.expr) -> str:
    """The last part of a called or decorating name: `work` for `textual.work(...)`."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keywords(node: ast.Call) -> set[str]:
    """The names of the arguments given by name."""
    return {keyword.arg for keyword in node.keywords if keyword.arg}


@cache
def package() -> tuple[Source, ...]:
    """What is installed."""
    return _read(PACKAGE)


@cache
def worker() -> tuple[Source, ...]:
    """The sample workload."""
    return _read(WORKER)


@cache
def everything() -> tuple[Source, ...]:
    """The package, the sample workload, and the tests of both."""
    return _read(PACKAGE) + _read(WORKER) + _read(TESTS)


def _read(folder: Path) -> tuple[Source, ...]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, ast.parse(text, str(path)), len(text.splitlines())))
    return tuple(found)
