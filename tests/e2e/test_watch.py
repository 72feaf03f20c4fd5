"""`batchdeck why --watch` on an account in which somebody mends what it shows."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.headless import why as module
from batchdeck.headless.why import why
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli, demo, environment_for

MEND = "aws batch update-compute-environment --compute-environment render-spot --state ENABLED"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalAccount]:
    """A demo account, to which the environment of this process leads."""
    with demo("--engine", "none", "--no-traffic", "--pace", "immediate") as running:
        for name, value in environment_for(running).items():
            monkeypatch.setenv(name, value)
        yield running


def test_it_ends_when_the_job_moves_on(
    account: LocalAccount, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = module._shown
    told: list[str] = []

    def mended_when_told(diagnosis: Diagnosis, options: argparse.Namespace) -> str:
        if not told:
            AwsCli(account).line(MEND)
        told.append(diagnosis.state.value)
        return shown(diagnosis, options)

    monkeypatch.setattr(module, "_shown", mended_when_told)
    monkeypatch.setattr(module, "WATCH", 0.5)
    assert why(["thumbnails-backfill", "--watch"]) == 0
    assert re.findall(r"^([A-Z]+): ", capsys.readouterr().out, re.MULTILINE) == told
    assert told[0] == "BLOCKED"
    assert told[-1] in {"PROGRESSING", "DONE"}
    assert len(told) <= 5, "it says the same again and again"
