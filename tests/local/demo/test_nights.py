from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from batchdeck.local.around import schedules
from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.habits import NIGHTLY
from batchdeck.local.demo.nights import build_nights
from tests.local.demo.test_traffic import living as living


@pytest.fixture
def rules(living: Demo) -> Iterator[Any]:
    """EventBridge of the demo, with its rules."""
    from moto.events.models import events_backends

    account = living.service.account
    build_nights(account)
    yield events_backends[account.account_id][account.region]
    events_backends.pop(account.account_id)


def nightly(demo: Demo) -> list[str]:
    """Names of the jobs of the night that have not ended."""
    names = [habit.name for habit in NIGHTLY]
    with demo.service.account.lock:
        jobs = [job for job in demo.service.account.jobs if job.name in names and not job.is_over]
        return [job.name for job in jobs]


def test_every_job_of_the_night_is_submitted_at_its_hour(living: Demo, rules: Any) -> None:
    assert len(rules.event_buses["default"].rules) == len(NIGHTLY)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    schedules.look(midnight)
    submitted: list[str] = []
    for habit in NIGHTLY:
        at = midnight + timedelta(hours=habit.hour or 0)
        schedules.look(at - timedelta(minutes=2))
        assert sorted(nightly(living)) == sorted(submitted)
        schedules.look(at + timedelta(seconds=1))
        submitted.append(habit.name)
        assert sorted(nightly(living)) == sorted(submitted)
