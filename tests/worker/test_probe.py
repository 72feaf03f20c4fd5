"""Jobs that end as they are told."""

from __future__ import annotations

import pytest

from worker.interrupts import Interrupts
from worker.probe import probe
from worker.problems import InterruptedRunError


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_it_ends_as_it_is_told(ok: bool, code: int) -> None:
    assert probe(ok=ok, seconds=1, interrupts=Interrupts()) == code


def test_it_can_be_interrupted() -> None:
    interrupts = Interrupts()
    interrupts.ask()
    with pytest.raises(InterruptedRunError):
        probe(ok=True, seconds=600, interrupts=interrupts)
