"""`batchdeck logs`: what a job wrote, on standard output."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, NotFoundError, ThrottledError, UnreachableError
from batchdeck.domain.connection import Connection
from batchdeck.domain.job import JobDetail
from batchdeck.domain.log_absence import why_no_log
from batchdeck.headless.connection import NOT_TOLD, add_account_options, connection_of
from batchdeck.headless.log_output import Output
from batchdeck.headless.named_job import job_id_of
from batchdeck.jobs.polling import now
from batchdeck.local.launcher import EmbeddedAccountError
from batchdeck.logs.finding import find
from batchdeck.logs.reading import LogReader
from batchdeck.logs.source import LogChoice, choices, newest, nodes
from batchdeck.logs.state import TO_BEGINNING, LogFollower, LogState
from batchdeck.logs.store import LogStore

FAILURES = 4
"""So many failures to read in a row end it, unless it follows."""
NO_CODE = 125
"""With `--exit-code`: there is no exit code to tell."""
INTERRUPTED = 130
_SINCE = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
EPILOG = """\
To a terminal the lines are cleaned of what it would obey; a pipe or a file gets them as they
are. Everything else goes to standard error. Of an array it is the logs of its children, merged by
time, each line with the index of its child: some, FAILED ones first, where there are very many.

exit code:
  0    the log was written, as far as there is one
  2    wrong arguments, or the log could not be read
  130  stopped by Ctrl-C
with --exit-code:
  N    that of the job; 1 when it failed without one
  125  the job has not ended, or its log could not be read
"""


class _LogsError(Exception):
    """Why there is nothing to write; `str()` says what would be right."""


def logs(words: Sequence[str]) -> int:
    """`batchdeck logs`: the exit codes are in its help."""
    arguments = parser()
    options = arguments.parse_args(words)
    if options.filter is not None and options.follow:
        arguments.error("argument --filter: finds what there is, so not with --follow")
    nothing = NO_CODE if options.exit_code else NOT_TOLD
    try:
        with connection_of(options) as connection:
            return asyncio.run(_logs(options, connection))
    except (AwsError, EmbeddedAccountError, OSError, _LogsError) as error:
        _say(str(error))
        return nothing
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The arguments of `batchdeck logs`."""
    result = argparse.ArgumentParser(
        prog="batchdeck logs",
        description="Write the log of a job: that of its newest attempt, unless told otherwise.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "name",
        metavar="JOB",
        help="an id (ID:3 is a child of an array, ID#1 a node), an ARN or a name",
    )
    result.add_argument(
        "--follow", "-f", action="store_true", help="go on until the job has ended, retries too"
    )
    which = result.add_mutually_exclusive_group()
    which.add_argument("--attempt", type=_attempt, metavar="N", help="that of attempt N")
    which.add_argument("--all-attempts", action="store_true", help="one after the other")
    result.add_argument("--container", metavar="NAME", help="of a job of several containers")
    result.add_argument(
        "--since", type=_since, metavar="AGO", help="only what is not older: 90s, 10m, 1h, 2d"
    )
    result.add_argument(
        "--filter",
        metavar="PATTERN",
        help="only what CloudWatch Logs finds by its filter pattern, such as '?ERROR ?WARN'",
    )
    result.add_argument(
        "--timestamps", "-t", action="store_true", help="when each line was written, in UTC"
    )
    result.add_argument(
        "--exit-code", action="store_true", help="exit with the code of the job, once it ended"
    )
    add_account_options(result, local="ask the embedded account that is open")
    return result


def _attempt(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no attempt: they count from 1")
    return int(text)


def _since(text: str) -> int:
    """Milliseconds ago."""
    found = _SINCE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time ago: write 90s, 10m, 1h or 2d")
    return int(found[1]) * _UNITS[found[2]] * 1000


async def _logs(options: argparse.Namespace, connection: Connection) -> int:
    account = Account(connection)
    output = Output(sys.stdout.buffer, raw=not sys.stdout.isatty(), times=options.timestamps)
    try:
        job_id = await job_id_of(account.batch, options.name)
        detail = await _described(account, job_id)
        if detail.children:
            await _write_children(account, job_id, options, output)
        else:
            for choice in await _chosen(account, detail, options):
                write = _write if options.filter is None else _write_found
                await write(account, detail, choice, options, output)
        return await _exit_code(account, job_id) if options.exit_code else 0
    finally:
        await account.close()


async def _chosen(
    account: Account, detail: JobDetail, options: argparse.Namespace
) -> list[LogChoice | None]:
    """The logs to write, one after the other; None is the newest attempt and what follows it."""
    if options.attempt is None and not options.all_attempts and options.container is None:
        return [None]
    each = await account.batch.details(nodes(detail))
    found = choices(detail, *each)
    names = {one.container for one in found}
    if options.container is not None and options.container not in names:
        known = ", ".join(sorted(names - {""})) or "it has one container, which needs no name"
        raise _LogsError(f"--container {options.container}: there is none of that name: {known}")
    wanted = [one for one in found if options.container in (None, one.container)]
    if options.all_attempts:
        return [*(one for one in wanted if not one.newest), None]
    if options.attempt is None:
        return [None]
    chosen = [one for one in wanted if one.attempt == options.attempt]
    if not chosen:
        last = max((one.attempt for one in wanted), default=0)
        raise _LogsError(f"--attempt {options.attempt}: there is none so far: the last is {last}")
    return list(chosen)


async def _write(
    account: Account,
    detail: JobDetail,
    choice: LogChoice | None,
    options: argparse.Namespace,
    output: Output,
) -> None:
    """Write one log. Raises `AwsError` when it cannot be read."""
    reader = LogReader(
        account.batch,
        account.logs,
        detail.job.id,
        choice,
        detail=detail,
        container=options.container,
        from_head=True,
        since=None if options.since is None else now() - options.since,
    )
    if options.all_attempts and choice is not None:
        _say(choice.title)
    written, state = 0, LogState()
    async for state in _answered(reader, options):
        written = output.write(reader.store, written)
        if not output.is_read or (not options.follow and _is_all(state)):
            break
    if state.reason and output.is_read:
        _say(state.reason)


async def _write_found(
    account: Account,
    detail: JobDetail,
    choice: LogChoice | None,
    options: argparse.Namespace,
    output: Output,
) -> None:
    """Write what a filter pattern finds in one log. Raises `AwsError`."""
    if choice is None:
        each = choices(detail, *await account.batch.details(nodes(detail)))
        mine = [one for one in each if options.container in (None, one.container)]
        choice = newest(mine, detail.main_node)
    if choice is None or choice.where is None:
        _say(choice.absence if choice is not None else why_no_log(detail))
        return
    since = None if options.since is None else now() - options.since
    store, where, written = LogStore(), choice.where, 0
    streams = [where.stream]
    async for _ in find(
        account.logs, where.group, options.filter, store, streams=streams, since=since
    ):
        written = output.write(store, written)
        if not output.is_read:
            return


async def _write_children(
    account: Account, job_id: str, options: argparse.Namespace, output: Output
) -> None:
    """Write the logs of an array's children, merged by time. Raises `AwsError`."""
    for_one = (options.attempt, options.all_attempts or None, options.container, options.filter)
    if any(each is not None for each in for_one):
        raise _LogsError(f"{job_id} is an array: name a child, such as {job_id}:0")
    from batchdeck.logs.merge import MergedReader  # Rarely needed.

    reader = MergedReader(account.batch, account.logs, [job_id])
    reader.older(TO_BEGINNING if options.since is None else now() - options.since)
    written: int | None = None
    state, left_out = LogState(), ""
    async for state in _answered(reader, options):
        if state.left_out != left_out:
            left_out = state.left_out
            _say(left_out)
        if not state.loading_older:
            written = reader.store.first if written is None else written
            names = [str(one.array_index) for one in state.sources]
            written = output.write(reader.store, written, names)
        over = state.ended or (state.caught_up and not options.follow)
        if not output.is_read or (over and not state.loading_older):
            break
    if state.reason and output.is_read:
        _say(state.reason)


async def _answered(reader: LogFollower, options: argparse.Namespace) -> AsyncIterator[LogState]:
    """The states; raises the problem of one that will not pass by itself."""
    failures = 0
    async for state in reader.states():
        failures = failures + 1 if state.problem else 0
        if state.problem and (
            not _passes(state.problem) or (failures >= FAILURES and not options.follow)
        ):
            raise state.problem
        if state.storage:
            _say(state.storage)
        yield state


def _passes(problem: AwsError) -> bool:
    """Whether it may be over in a moment."""
    return isinstance(problem, (ThrottledError, UnreachableError))


def _is_all(state: LogState) -> bool:
    """Whether that is what there is now: the last lines of a job that ended are waited for."""
    ending = any(one.status in ("SUCCEEDED", "FAILED") for one in state.sources)
    return state.ended or (state.caught_up and not ending) or not (state.sources or state.problem)


async def _exit_code(account: Account, job_id: str) -> int:
    job = (await _described(account, job_id)).job
    if not job.finished:
        _say(f"{job_id} is {job.status}: it has no exit code so far (--follow waits for it)")
        return NO_CODE
    if job.exit_code is not None:
        return job.exit_code
    return 0 if job.status == "SUCCEEDED" else 1


async def _described(account: Account, job_id: str) -> JobDetail:
    found = await account.batch.details([job_id])
    if not found:
        words = f"AWS does not know the job {job_id}, or not any more"
        raise NotFoundError(words, action="batch:DescribeJobs")
    return found[0]


def _say(text: str) -> None:
    print(f"batchdeck: {text}", file=sys.stderr, flush=True)  # noqa: T201
