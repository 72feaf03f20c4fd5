"""What the rules of the house see in a file."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.sources import ROOT, Source, keywords, package


def source(text: str) -> Source:
    return Source(ROOT / "tui" / "x.py", ast.parse(text), len(text.splitlines()))


def test_finds_functions_at_every_depth() -> None:
    found = source("class A:\n def a(self):\n  async def b(): pass\n").functions()
    assert {function.name for function in found} == {"a", "b"}


def test_finds_calls_by_their_last_name() -> None:
    code = source("self.run_worker(x, group='jobs')\n@textual.work(exclusive=True)\ndef f(): ...")
    calls = list(code.calls("run_worker", "work"))
    assert [keywords(call) for call in calls] == [{"group"}, {"exclusive"}]


def test_tells_the_place() -> None:
    code = source("a\nb()")
    (call,) = code.calls("b")
    assert code.place(call) == "tui/x.py:2"


def test_reads_the_package() -> None:
    assert Path("tui/batchdeck/cli.py").as_posix() in {found.name for found in package()}
