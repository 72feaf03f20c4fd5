"""What the embedded account can be started with."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

PACES = ("humane", "immediate")
ENGINES = ("auto", "none")
#: Jobs of the demo's past that it can be asked for: with more it would not start in time.
MOST_JOBS = 200_000
#: The account ids and Regions that AWS could give.
_ACCOUNT = re.compile(r"\d{12}")
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line, checked."""

    host: str = "127.0.0.1"
    port: int = 0
    """0: any free one."""
    pace: str = "humane"
    engine: str = "auto"
    account: str = "123456789012"
    region: str = "ap-northeast-1"
    jobs: int = 400
    """How many jobs of the demo's past have ended."""
    seed: int = 1
    demo: bool = True
    traffic: bool = True
    remember: float = 168.0
    """Hours after their end in which jobs are known."""
    watch_stdin: bool = False


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        sys.exit(complain(f"{message} (--help lists what there is)"))


def complain(line: str) -> int:
    """Say in one line on stderr what is wrong; 2, the exit code for it."""
    print(f"batchdeck.local: {line}", file=sys.stderr)  # noqa: T201
    return 2


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments. Ends the process with 2 and one line on stderr when they are wrong."""
    parser = _Parser(prog="python -m batchdeck.local", description=__doc__, allow_abbrev=False)
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    add("--port", type=_port, default=0, help="0 (default) takes a free one")
    add("--pace", choices=PACES, default="humane", help="how long states last at least")
    add("--engine", choices=ENGINES, default="auto", help="whether to use a Docker engine")
    add("--account", type=_account, default="123456789012", help="account id, 12 digits")
    add("--region", type=_region, default="ap-northeast-1")
    content = parser.add_mutually_exclusive_group()
    past = "jobs of the demo's past (default: %(default)s)"
    content.add_argument("--jobs", type=jobs, default=400, metavar="N", help=past)
    content.add_argument("--no-demo", dest="demo", action="store_false", help="an empty account")
    another = "another number is another demo account"
    add("--seed", type=seed, default=1, metavar="N", help=another)
    add("--remember", type=_hours, default=168.0, help="hours before ended jobs are forgotten")
    add("--no-traffic", dest="traffic", action="store_false", help="submit nothing by itself")
    add("--watch-stdin", action="store_true", help="end when standard input does")
    return Arguments(**vars(parser.parse_args(argv)))


def jobs(text: str) -> int:
    """How many jobs the demo's past has. Raises ArgumentTypeError."""
    return _whole(text, MOST_JOBS, "number of jobs")


def seed(text: str) -> int:
    """From which number the demo is made. Raises ArgumentTypeError."""
    return _whole(text, 2**32 - 1, "seed")


def _whole(text: str, most: int, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > most:
        raise argparse.ArgumentTypeError(f"'{text}' is no {what}: a whole number from 0 to {most}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: a number from 0 to 65535")
    return int(text)


def _hours(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of hours")
    return float(text)


def _account(text: str) -> str:
    if not _ACCOUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no account id: 12 digits")
    return text


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no Region, such as ap-northeast-1")
    return text
