from __future__ import annotations

from batchdeck.local.runners.runner import NoRunner
from tests.local.runners.recorder import Recorder, request


def test_without_a_runner_an_attempt_fails_to_start() -> None:
    seen, runner = Recorder(), NoRunner()
    run = runner.start(request("true"), seen)
    run.stop(1)
    runner.close()
    code, reason = seen.outcome()
    assert code is None
    assert reason.startswith("CannotStartContainerError: ")
    assert seen.starts == 0
