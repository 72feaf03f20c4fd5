from __future__ import annotations

from batchdeck.aws.errors import AwsError, DeniedError


def test_an_error_is_one_line_with_action_and_code() -> None:
    error = DeniedError("no", action="batch:ListJobs", code="AccessDenied")
    assert isinstance(error, AwsError)
    assert (str(error), error.action, error.code) == ("no", "batch:ListJobs", "AccessDenied")
