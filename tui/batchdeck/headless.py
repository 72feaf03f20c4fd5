"""What batchdeck does without the console: `batchdeck why`."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Sequence

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.report import as_markdown, as_object
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.connection import Connection

WATCH = 20.0
"""Seconds between two looks with `--watch`."""
_JOB_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_TOLD = 2
"""The exit code when nothing could be told."""


def why(words: Sequence[str]) -> int:
    """`batchdeck why`: 0 nothing blocks, 1 something does, 2 it could not be told."""
    options = parser().parse_args(words)
    connection = Connection(
        profile=options.profile,
        region=options.region,
        endpoint_url=options.endpoint_url,
        read_only=True,
    )
    try:
        return asyncio.run(_why(options, connection))
    except AwsError as error:
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
    result.add_argument("name", metavar="JOB|QUEUE|ENVIRONMENT", help="a job's id, or a name")
    shape = result.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one object for programs")
    shape.add_argument("--markdown", action="store_true", help="print what fits a ticket")
    result.add_argument("--watch", action="store_true", help="look again until nothing blocks")
    result.add_argument("--profile", default="", help="profile of the AWS configuration")
    result.add_argument("--region", default="", help="AWS Region, such as ap-northeast-1")
    result.add_argument("--endpoint-url", default="", help="send every call to this address")
    return result


async def _why(options: argparse.Namespace, connection: Connection) -> int:
    account = Account(connection)
    try:
        subject = await _subject(account, options.name)
        async for diagnosis in _looks(account, subject, again=options.watch):
            print(_shown(diagnosis, options), end="", flush=True)  # noqa: T201
            code = diagnosis.exit_code
        return code
    finally:
        await account.close()


async def _looks(account: Account, subject: Subject, *, again: bool) -> AsyncIterator[Diagnosis]:
    """Whole diagnoses: one, or with `again` one after the other until nothing blocks."""
    while True:
        whole: Diagnosis | None = None
        async for diagnosis in diagnose(account, subject, time.time_ns() // 1_000_000):
            whole = diagnosis
        assert whole is not None
        yield whole
        if not again or whole.exit_code == 0:
            return
        await asyncio.sleep(WATCH)


async def _subject(account: Account, name: str) -> Subject:
    """A queue or environment of that name, otherwise a job."""
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
    return Subject(Kind.JOB, short)


def _shown(diagnosis: Diagnosis, options: argparse.Namespace) -> str:
    if options.json:
        return json.dumps(as_object(diagnosis), indent=2, ensure_ascii=False) + "\n"
    if options.markdown:
        return as_markdown(diagnosis)
    return "".join(f"{line}\n" for line in _lines(diagnosis))


def _lines(diagnosis: Diagnosis) -> list[str]:
    lines = [f"{diagnosis.state.value}: {diagnosis.summary}"]
    for number, cause in enumerate(diagnosis.causes, 1):
        verdict = cause.finding.verdict
        lines.append(f"\n{number}. {verdict.summary} ({cause.certainty.value})")
        for one in verdict.evidence:
            expected = f", expected {one.expected}" if one.expected else ""
            lines.append(f"   {one.resource}: {one.field} = {one.value}{expected}")
        lines += [f"   $ {command}" for command in cause.commands]
    unknown = diagnosis.unknowns
    return lines + [f"\nno answer: {one.check.id}: {one.verdict.summary}" for one in unknown]
