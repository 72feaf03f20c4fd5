"""What can go wrong, each with the exit code that a retry rule can tell apart.

The codes are those of sysexits.h where it has one.
"""

from __future__ import annotations


class WorkerError(Exception):
    """Ends the program; `str()` is told to the user, without a traceback."""

    exit_code = 1


class SettingsError(WorkerError):
    """The command line or the environment is wrong: a retry would end the same."""

    exit_code = 2


class InputError(WorkerError):
    """An input is damaged, or not there: a retry would end the same (EX_DATAERR)."""

    exit_code = 65


class StorageError(WorkerError):
    """S3 said no, or did not answer in spite of retries (EX_UNAVAILABLE)."""

    exit_code = 69

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code
        """S3's own error code, such as NoSuchKey; empty for what is no answer of S3."""


class InterruptedRunError(WorkerError):
    """SIGTERM: what was done is saved, and the next attempt goes on there (EX_TEMPFAIL)."""

    exit_code = 75
