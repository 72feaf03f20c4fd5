"""What the worker is told from outside, checked before anything is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from worker.problems import SettingsError
from worker.shard import Shard, is_main_node

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[a-z-]*:s3:\S+")
_FORMATS = ("plain", "json")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How and where to log."""

    form: str = "plain"
    """`plain` or `json`: of each line on stdout."""
    group: str = ""
    """A CloudWatch log group that gets the lines as well; empty for none."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What one run joins, and how."""

    bucket: str
    inputs: str
    """The prefix of the inputs; ends with a slash, or is empty."""
    result: str
    """The key of the result."""
    shard: Shard
    threads: int
    """How many GETs are under way at a time."""
    checkpoint_seconds: int
    """The least time between two checkpoints; 0: one after each input."""
    level: int
    """Of the compression of inputs that are not compressed yet, 1 to 9."""
    nodes_seconds: int = 0
    """How long to wait for the results of the other nodes; 0 anywhere but on a main node."""

    def result_of(self, index: int) -> str:
        """The key of another shard's result."""
        other = Shard(index, self.shard.count)
        return self.result.removesuffix(f"{self.shard.suffix}.gz") + f"{other.suffix}.gz"


def log_settings(environment: Mapping[str, str]) -> LogSettings:
    """How to log. Raises SettingsError."""
    form = environment.get("LOG_FORMAT") or "plain"
    if form not in _FORMATS:
        raise SettingsError(f"LOG_FORMAT is {form!r}: it has to be plain or json")
    return LogSettings(form, environment.get("LOG_GROUP", ""))


def run_settings(environment: Mapping[str, str], time: str = "") -> RunSettings:
    """What to run; `time` is the ISO 8601 time of a schedule, or empty.

    Raises SettingsError that names all that is wrong, not only the first of it.
    """
    checks = _Checks()
    bucket = checks.run(lambda: bucket_name("S3_BUCKET", environment.get("S3_BUCKET", "")), "")
    inputs = checks.run(lambda: _prefix(environment, "S3_INPUT_PREFIX", "data/"), "data/")
    output = checks.run(lambda: _prefix(environment, "S3_OUTPUT_PREFIX", "out/"), "out/")
    shard = checks.run(lambda: Shard.of(environment), Shard())
    folder = checks.run(lambda: _folder(time), "")
    threads = checks.run(lambda: _number(environment, "FETCH_THREADS", 4, 1, 64), 1)
    seconds = checks.run(lambda: _number(environment, "CHECKPOINT_SECONDS", 5, 0, 3600), 0)
    level = checks.run(lambda: compression_level(environment), 1)
    wait = checks.run(lambda: _number(environment, "NODES_SECONDS", 3600, 1, 604800), 1)
    if output.startswith(inputs):
        checks.problems.append(
            f"S3_OUTPUT_PREFIX is {output!r}, which is inside S3_INPUT_PREFIX, {inputs!r}: "
            "results would become inputs of the next run"
        )
    if checks.problems:
        raise SettingsError("; ".join(checks.problems))
    result = f"{output}{folder}result{shard.suffix}.gz"
    wait = wait if is_main_node(environment) else 0
    return RunSettings(bucket, inputs, result, shard, threads, seconds, level, wait)


class _Checks:
    """Runs one check after the other and keeps what they find."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def run(self, check: Callable[[], _Value], otherwise: _Value) -> _Value:
        """The value, or `otherwise` when it is wrong."""
        try:
            return check()
        except SettingsError as error:
            self.problems.append(str(error))
            return otherwise


def compression_level(environment: Mapping[str, str]) -> int:
    """Of what is not compressed yet, 1 to 9. Raises SettingsError."""
    return _number(environment, "COMPRESSION_LEVEL", 6, 1, 9)


def bucket_name(name: str, text: str) -> str:
    """A bucket's name, or an access point's ARN. Raises SettingsError."""
    if not text:
        raise SettingsError(f"{name} is not set: it names the bucket, such as my-bucket")
    if not _BUCKET.fullmatch(text):
        raise SettingsError(
            f"{name} is {text!r}: a bucket's name has 3 to 63 small letters, digits, dots and "
            "hyphens, and no s3:// before it"
        )
    return text


def destination(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://BUCKET/PREFIX`; the prefix ends with a slash, or is empty.

    Raises SettingsError.
    """
    scheme, _, rest = url.partition("://")
    bucket, _, prefix = rest.partition("/")
    if scheme != "s3" or not bucket:
        raise SettingsError(f"{url!r} is no place in S3: it has to look like s3://my-bucket/data")
    prefix = prefix.strip("/")
    return bucket_name("the bucket", bucket), f"{prefix}/" if prefix else ""


def _prefix(environment: Mapping[str, str], name: str, otherwise: str) -> str:
    text = environment.get(name) or otherwise
    if text.startswith("s3://"):
        raise SettingsError(f"{name} is {text!r}: without the bucket, such as {otherwise}")
    return text.rstrip("/") + "/" if text.rstrip("/") else ""


def _number(
    environment: Mapping[str, str], name: str, otherwise: int, least: int, most: int
) -> int:
    text = environment.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(f"{name} is {text!r}: a whole number from {least} to {most} is right")
    return int(text)


def _folder(time: str) -> str:
    """The folder for the results of a scheduled run; empty for another."""
    if not time:
        return ""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SettingsError(
            f"--time is {time!r}: it has to be ISO 8601 with a zone, such as 2020-09-27T12:31:00Z"
        )
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}/"
