"""The rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.sources import (
    PACKAGE,
    ROOT,
    TESTS,
    Source,
    called,
    everything,
    keywords,
    package,
    worker,
)

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
TINY = 15
"""Modules shorter than this need no test file of their own."""
FORBIDDEN_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "manager", "controller"),
    *("base", "misc", "data"),
}
HEAVY = {"aiobotocore", "botocore", "boto3", "aiohttp", "docker", "moto", "flask", "werkzeug"}
"""Nothing of these may be imported before the first frame."""
LATER = {
    *("batchdeck.aws.account", "batchdeck.aws.caller", "batchdeck.logs.store"),
    *("batchdeck.jobs.rounds", "batchdeck.panes.overview", "batchdeck.screens.stop"),
    *("batchdeck.screens.submit", "batchdeck.widgets.log_view", "tomllib"),
}
"""What the first frame does not need does not keep it waiting either."""
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("screenshots", "tui", "worker", "tests", "dist", "build"),
}
USER_INTERFACE = ("app.py", "screens", "panes", "widgets")


def names(sources: Iterable[Source]) -> dict[str, Source]:
    """Sources by the name under which a test for each is reported."""
    return {source.name: source for source in sources}


def user_interface() -> list[Source]:
    """The part of the package that may use Textual."""
    return [
        source
        for source in package()
        if source.path.relative_to(PACKAGE).parts[0] in USER_INTERFACE
    ]


def needs_a_test(source: Source) -> bool:
    """Whether a module is more than a few lines or an entrance."""
    return source.lines >= TINY and source.path.stem not in {"__init__", "__main__"}


@pytest.mark.parametrize("name", [s.name for s in package() if needs_a_test(s)])
def test_every_module_has_a_test_file_of_its_name(name: str) -> None:
    module = (ROOT / name).relative_to(PACKAGE)
    test = TESTS / module.parent / f"test_{module.name}"
    assert test.exists(), f"{test.relative_to(ROOT)} is missing"


@pytest.mark.parametrize("name", [s.name for s in worker() if needs_a_test(s)])
def test_every_module_of_the_worker_has_a_test_file_of_its_name(name: str) -> None:
    test = TESTS / "worker" / f"test_{(ROOT / name).name}"
    assert test.exists(), f"{test.relative_to(ROOT)} is missing"


def test_the_worker_knows_nothing_of_the_console_and_little_else() -> None:
    known = {*sys.stdlib_module_names, "boto3", "botocore", "worker"}
    imported = {
        alias.name.partition(".")[0]
        for source in worker()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        str(node.module).partition(".")[0]
        for source in worker()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported - known == set()


@pytest.mark.parametrize("source", names(everything()).values(), ids=names(everything()))
def test_files_and_functions_are_short(source: Source) -> None:
    assert source.lines <= LONGEST_FILE
    too_long = [
        f"{source.place(function)} {function.name}"
        for function in source.functions()
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        source.name
        for source in everything()
        if FORBIDDEN_NAMES & {*source.path.relative_to(ROOT).with_suffix("").parts}
    ]
    assert found == []


def test_the_top_level_holds_what_the_layout_says() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - TOP_LEVEL == set()


@pytest.mark.parametrize("module", ["batchdeck.cli", "batchdeck.app", "batchdeck.local.launcher"])
def test_the_first_frame_waits_for_no_heavy_import(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert loaded & LATER == set()


def test_every_worker_names_its_group() -> None:
    """The default group is shared, and an exclusive worker cancels all others of its group."""
    nameless = [
        source.place(call)
        for source in user_interface()
        for call in source.calls("run_worker", "work")
        if "group" not in keywords(call)
    ]
    bare = [
        source.place(decorator)
        for source in user_interface()
        for function in source.functions()
        for decorator in function.decorator_list
        if not isinstance(decorator, ast.Call) and called(decorator) == "work"
    ]
    assert nameless + bare == []


def test_the_user_interface_starts_no_task_behind_textuals_back() -> None:
    """An exception in a worker ends the app loudly; one in a bare task is lost."""
    found = [
        source.place(call)
        for source in user_interface()
        for call in source.calls("create_task", "ensure_future")
    ]
    assert found == []


def test_every_key_can_be_rebound_by_its_id() -> None:
    found = [
        source.place(call)
        for source in package()
        for call in source.calls("Binding")
        if "id" not in keywords(call)
    ]
    assert found == []


def test_colours_are_written_in_the_themes_only() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\brgba?\(\d")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".tcss"} and path.name != "themes.py"
        for match in colour.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
