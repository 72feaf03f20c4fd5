from __future__ import annotations

from typing import Any

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.history_logs import log_lines
from batchdeck.local.demo.outcomes import FAILURES, SUCCESS
from batchdeck.local.runners.programs import find_program


def test_a_job_that_succeeded_wrote_all_its_lines(demo: Demo) -> None:
    job = next(one for one in demo.service.account.jobs if one.exit_code == 0)
    program = find_program(job.definition.container["command"])
    assert program
    assert log_lines(job, SUCCESS) == program.lines


def test_one_that_failed_ends_with_what_went_wrong(demo: Demo) -> None:
    job = next(one for one in demo.service.account.jobs if one.exit_code == 1)
    lines = log_lines(job, FAILURES[0])
    assert lines[-len(FAILURES[0].last_words) :] == FAILURES[0].last_words
    assert len(lines) > len(FAILURES[0].last_words)


def test_the_newest_jobs_have_logs_within_their_time(demo: Demo) -> None:
    from moto.logs.models import logs_backends

    account = demo.service.account
    logs: Any = logs_backends[account.account_id][account.region]
    streams = logs.groups["/aws/batch/job"].streams
    assert len(streams) > 40
    jobs = {job.log_stream: job for job in account.jobs if job.log_stream}
    for name, stream in streams.items():
        job = jobs[name]
        times = [event.timestamp for event in stream.events]
        assert times == sorted(times)
        assert (job.started_at or 0) <= times[0] <= times[-1] <= (job.stopped_at or 0)
