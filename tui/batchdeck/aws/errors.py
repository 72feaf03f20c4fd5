"""What can go wrong with a call to AWS.

`AwsError` and its kinds are all that the layers above ever see.
"""

from __future__ import annotations


class AwsError(Exception):
    """A call that did not give what was asked. `str()` is one line a user can act on."""

    def __init__(self, message: str, *, action: str = "", code: str = "") -> None:
        super().__init__(message)
        self.action = action
        """The IAM action of the call, such as `batch:ListJobs`."""
        self.code = code
        """The error code AWS sent, as it is."""


class DeniedError(AwsError):
    """The principal may not do it; `action` names the missing permission."""


class ThrottledError(AwsError):
    """Too many calls: what is shown gets old, nothing is broken."""


class UnreachableError(AwsError):
    """No connection, no answer in time, or an answer that broke off."""


class CredentialsError(AwsError):
    """No credentials, expired ones, or ones that AWS does not know."""


class NotFoundError(AwsError):
    """What was asked for does not exist (any more)."""


class RefusedError(AwsError):
    """AWS understood the request and refuses it: wrong value, wrong state, a limit."""


class UncertainError(AwsError):
    """A write whose answer was lost: it may or may not have been carried out."""


class ReadOnlyError(AwsError):
    """A write in a console that only reads. Nothing was sent."""
