from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from batchdeck.local.runners import simulated
from batchdeck.local.runners.programs import Program, find_program
from batchdeck.local.runners.simulated import NO_ENGINE, TERMINATED, SimulatedRunner
from tests.local.runners.recorder import Recorder, request


@pytest.fixture
def runner() -> Iterator[SimulatedRunner]:
    started = SimulatedRunner()
    yield started
    started.close()


@pytest.mark.parametrize(("word", "code"), [("ok", 0), ("ng", 1)])
def test_a_program_of_the_demo_plays_its_lines(
    runner: SimulatedRunner, word: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_program(["probe", word])
    assert found
    quick = Program(found.name, found.lines, 0.001, found.exit_code)
    monkeypatch.setattr(simulated, "find_program", lambda command: quick)
    seen = Recorder()
    runner.start(request("probe", word), seen)
    assert seen.outcome() == (code, "")
    assert seen.texts == list(found.lines)
    assert seen.starts == 1


def test_lines_come_while_it_runs(runner: SimulatedRunner) -> None:
    seen = Recorder()
    run = runner.start(request("etl"), seen)
    seen.wait(lambda it: it.texts)
    assert not seen.ends
    at = seen.batches[0][0][0]
    assert abs(at - time.time() * 1000) < 5000
    run.stop(30)
    assert seen.outcome() == (TERMINATED, "")


def test_what_is_stopped_ends_at_once_and_only_once(runner: SimulatedRunner) -> None:
    seen = Recorder()
    run = runner.start(request("sleep", "1000"), seen)
    seen.wait(lambda it: it.starts)
    run.stop(30)
    run.stop(30)
    assert seen.outcome() == (TERMINATED, "")
    other = Recorder()
    runner.start(request("true"), other)
    other.outcome()
    assert len(seen.ends) == 1


def test_an_image_that_is_none_of_the_demos_cannot_be_pulled(runner: SimulatedRunner) -> None:
    seen = Recorder()
    runner.start(request("true", image="busybox:1"), seen).stop(1)
    assert seen.outcome() == (None, f"{NO_ENGINE} busybox:1")
    assert NO_ENGINE.startswith("CannotPullContainerError: ")
    assert seen.starts == 0


@pytest.mark.parametrize(
    ("command", "code", "lines"),
    [
        (("echo", "hello", "world"), 0, ["hello world"]),
        (("sleep", "0.01"), 0, []),
        (("true",), 0, []),
        (("false",), 1, []),
    ],
)
def test_a_few_plain_commands_do_what_they_say(
    runner: SimulatedRunner, command: tuple[str, ...], code: int, lines: list[str]
) -> None:
    seen = Recorder()
    runner.start(request(*command), seen)
    assert seen.outcome() == (code, "")
    assert seen.texts == lines


@pytest.mark.parametrize("command", [("python", "job.py"), (), ("sleep", "long")])
def test_nobody_pretends_that_anything_else_was_run(
    runner: SimulatedRunner, command: tuple[str, ...]
) -> None:
    seen = Recorder()
    runner.start(request(*command), seen)
    assert seen.outcome() == (127, "")
    assert "not simulated" in seen.texts[0]


def test_many_run_side_by_side(runner: SimulatedRunner) -> None:
    seen = [Recorder() for _ in range(200)]
    for one in seen:
        runner.start(request("sleep", "0.05"), one)
    assert {one.outcome() for one in seen} == {(0, "")}
