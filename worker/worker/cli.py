"""The command line: arguments and environment become settings, errors become exit codes."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from worker import join, logs
from worker.interrupts import Interrupts
from worker.probe import probe
from worker.problems import WorkerError
from worker.settings import compression_level, destination, log_settings, run_settings
from worker.stage import THREADS, stage
from worker.storage import connected

_logger = logging.getLogger("worker")
_EPILOG = """exit codes: 0 done; 1 the probe was told to fail; 2 wrong command line or environment;
65 an input is damaged or missing; 69 S3 refuses or does not answer; 75 interrupted, and a retry
goes on where this attempt stopped"""


def main(arguments: Sequence[str], interrupts: Interrupts) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        logs.start(log_settings(os.environ), os.environ)
        return _run(options, os.environ, interrupts)
    except WorkerError as error:
        _logger.error("%s", error)
        return error.exit_code
    finally:
        logs.end()


def _run(
    options: argparse.Namespace, environment: Mapping[str, str], interrupts: Interrupts
) -> int:
    if options.command == "probe":
        return probe(ok=not options.ng, seconds=options.seconds, interrupts=interrupts)
    if options.command == "stage":
        bucket, prefix = destination(options.to)
        level = compression_level(environment)
        storage = connected(bucket, THREADS)
        count = stage(options.folder, options.match, storage, prefix, level, interrupts)
        logs.tell(_logger, "staged", files=count, to=options.to)
        return 0
    settings = run_settings(environment, options.time)
    join.run(settings, connected(settings.bucket, settings.threads), interrupts)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="worker",
        description="Join compressed files in S3, a shard of them in each job.",
        epilog=_EPILOG,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    staging = commands.add_parser("stage", help="compress files of a directory and store them")
    staging.add_argument("folder", type=Path, metavar="DIR")
    staging.add_argument("to", metavar="s3://BUCKET/PREFIX")
    staging.add_argument("--match", default="*.dat", metavar="PATTERN", help="default: %(default)s")
    running = commands.add_parser("run", help="join the inputs of this job's shard")
    running.add_argument("--time", default="", help="ISO 8601 time of the schedule")
    probing = commands.add_parser("probe", help="end well or badly after a while")
    outcome = probing.add_mutually_exclusive_group(required=True)
    outcome.add_argument("--ok", action="store_true", help="end with 0")
    outcome.add_argument("--ng", action="store_true", help="end with 1")
    probing.add_argument("--seconds", type=_seconds, default=10, help="default: %(default)s")
    return parser


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 86400):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 86400")
    return int(text)
