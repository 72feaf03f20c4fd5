"""What jobs of the demo's past have left in CloudWatch Logs."""

from __future__ import annotations

from batchdeck.local.batch import job_container
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.job_log import JobLog
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.demo.outcomes import Outcome
from batchdeck.local.runners.programs import find_program


def write_log(account: Account, job: JobRecord, outcome: Outcome) -> None:
    """The lines of a job's last attempt, spread over the time it ran."""
    lines = log_lines(job, outcome)
    log = JobLog(
        account.account_id, account.region, job_container.DEFAULT_LOG_GROUP, job.log_stream
    )
    begin, end = job.started_at or 0, job.stopped_at or 0
    step = (end - begin) / (len(lines) + 1)
    log.open()
    log.write([(begin + int(step * place), line) for place, line in enumerate(lines, start=1)])


def log_lines(job: JobRecord, outcome: Outcome) -> tuple[str, ...]:
    """The program's own lines, or the first of them and how it went wrong."""
    program = find_program(job_container.command(job))
    lines = program.lines if program else ()
    if not outcome.last_words or job.exit_code == 0:
        return lines
    return (*lines[: max(1, len(lines) // 3)], *outcome.last_words)
