"""Lines on stdout, for people or for programs, and in a CloudWatch group when one is named."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import TextIOWrapper

from worker.log_group import LogGroup, stream_name
from worker.settings import LogSettings

LOGGER = "worker"
_JOB = {
    "job": "AWS_BATCH_JOB_ID",
    "attempt": "AWS_BATCH_JOB_ATTEMPT",
    "queue": "AWS_BATCH_JQ_NAME",
}


def tell(logger: logging.Logger, message: str, **fields: object) -> None:
    """Log a message with named values."""
    logger.info(message, extra={"fields": fields})


def start(settings: LogSettings, environment: Mapping[str, str]) -> None:
    """Log as `settings` say. Raises StorageError when there can be no client of CloudWatch."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    job = {name: environment[key] for name, key in _JOB.items() if environment.get(key)}
    formatter = JsonLines(job) if settings.form == "json" else Plain()
    console = logging.StreamHandler(sys.stdout)
    handlers: list[logging.Handler] = [console]
    if settings.group:
        handlers.append(LogGroup.connected(settings.group, stream_name(environment), console))
    for handler in handlers:
        handler.setFormatter(formatter)
        logger.addHandler(handler)


def end() -> None:
    """Send what is not sent yet."""
    logger = logging.getLogger(LOGGER)
    for handler in [*logger.handlers]:
        logger.removeHandler(handler)
        handler.close()


class Plain(logging.Formatter):
    """`2020-09-27T12:31:00.123Z INFO stored the result result=s3://...`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever names of objects hold: control characters are escaped."""
        values = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        text = f"{_moment(record)} {record.levelname} {record.getMessage()} {values}".rstrip()
        return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


class JsonLines(logging.Formatter):
    """One JSON object a line, with the job it comes from."""

    def __init__(self, job: Mapping[str, str]) -> None:
        super().__init__()
        self._job = dict(job)

    def format(self, record: logging.LogRecord) -> str:
        """The line; readable Japanese, no bare control characters."""
        head = {
            "time": _moment(record),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line = {**head, **self._job, **_fields(record)}
        return json.dumps(line, ensure_ascii=False, default=str)


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields = getattr(record, "fields", {})
    return fields if isinstance(fields, Mapping) else {}
