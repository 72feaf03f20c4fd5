"""`batchdeck why`: the diagnosis of a job, a queue or an environment, on the terminal."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Sequence

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, NotFoundError
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.report import as_lines, as_markdown, as_object
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.connection import Connection
from batchdeck.domain.job import Job
from batchdeck.headless.connection import NOT_TOLD, add_account_options, connection_of
from batchdeck.local.launcher import EmbeddedAccountError

WATCH = 20.0
"""Seconds between two looks with `--watch`."""
_JOB_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STAYS = (State.BLOCKED, State.WAITING, State.UNKNOWN)
"""What is worth another look; everything else has moved on."""
_FAILURES = 3
"""So many looks one after the other without an answer end `--watch`."""
_ENDED = ("SUCCEEDED", "FAILED")


def why(words: Sequence[str]) -> int:
    """`batchdeck why`: 0 nothing blocks, 1 something does, 2 it could not be told."""
    options = parser().parse_args(words)
    try:
        with connection_of(options) as connection:
            return asyncio.run(_why(options, connection))
    except (AwsError, EmbeddedAccountError) as error:
        print(f"batchdeck: {error}", file=sys.stderr)  # noqa: T201
        return NOT_TOLD
    except KeyboardInterrupt:
        return NOT_TOLD


def parser() -> argparse.ArgumentParser:
    """The arguments of `batchdeck why`."""
    result = argparse.ArgumentParser(
        prog="batchdeck why",
        description="Tell why a job, a queue or a compute environment does not get on.",
        epilog="Exit code: 0 nothing blocks it, 1 something does, 2 it could not be told.",
    )
    result.add_argument(
        "name",
        metavar="JOB|QUEUE|ENVIRONMENT",
        help="an id, an ARN or a name; of several jobs of a name the newest that has not ended",
    )
    shape = result.add_mutually_exclusive_group()
    shape.add_argument(
        "--json", action="store_true", help="print an object for programs; one a line to watch"
    )
    shape.add_argument("--markdown", action="store_true", help="print what fits a ticket")
    result.add_argument(
        "--watch",
        action="store_true",
        help=f"look again every {WATCH:g} s, print what changed, end when it gets on",
    )
    add_account_options(result, local="ask about the embedded account that is open, or a fresh one")
    return result


async def _why(options: argparse.Namespace, connection: Connection) -> int:
    account = Account(connection)
    try:
        subject = await _subject(account, options.name)
        code = NOT_TOLD
        async for diagnosis in _looks(account, subject, again=options.watch):
            print(_shown(diagnosis, options), end="", flush=True)  # noqa: T201
            code = diagnosis.exit_code
        return code
    finally:
        await account.close()


async def _looks(account: Account, subject: Subject, *, again: bool) -> AsyncIterator[Diagnosis]:
    """Whole diagnoses: one, or with `again` each that differs, until the subject moves on."""
    said: object = None
    failures = 0
    while True:
        stream = diagnose(account, subject, time.time_ns() // 1_000_000)
        whole = [one async for one in stream][-1]
        if _essence(whole) != said:
            said = _essence(whole)
            yield whole
        failures = failures + 1 if whole.problem else 0
        if not again or whole.state not in _STAYS or failures == _FAILURES:
            return
        await asyncio.sleep(WATCH)


def _essence(diagnosis: Diagnosis) -> object:
    """What makes two diagnoses of a subject different: not their moment, nor what they cost."""
    job = diagnosis.job.job if diagnosis.job is not None else None
    causes = [
        (one.finding.check.id, one.finding.verdict, one.certainty) for one in diagnosis.causes
    ]
    unknown = {one.check.id for one in diagnosis.unknowns}
    return (job and job.status, diagnosis.state, diagnosis.summary, causes, unknown)


async def _subject(account: Account, name: str) -> Subject:
    """The job of an id, or the queue, environment or job of a name. Raises NotFoundError."""
    short = name.rsplit("/", 1)[-1]
    if _JOB_ID.match(short):
        return Subject(Kind.JOB, short)
    queues, environments = await asyncio.gather(
        account.batch.queues(), account.batch.environments()
    )
    if any(name in (one.name, one.arn) for one in queues):
        return Subject(Kind.QUEUE, short)
    if any(name in (one.name, one.arn) for one in environments):
        return Subject(Kind.ENVIRONMENT, short)
    found = await asyncio.gather(*(account.batch.named(one.name, name) for one in queues))
    jobs = [job for each in found for job in each]
    if not jobs:
        words = f"{name} is no id of a job, and no queue, environment or job has that name"
        raise NotFoundError(words, action="batch:ListJobs")
    return Subject(Kind.JOB, max(jobs, key=_wanted).id)


def _wanted(job: Job) -> tuple[bool, int]:
    return job.status not in _ENDED, job.created_at


def _shown(diagnosis: Diagnosis, options: argparse.Namespace) -> str:
    if options.json:
        indent = None if options.watch else 2
        return json.dumps(as_object(diagnosis), indent=indent, ensure_ascii=False) + "\n"
    text = as_markdown(diagnosis) if options.markdown else as_lines(diagnosis)
    return f"{text}\n" if options.watch else text
