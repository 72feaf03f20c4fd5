from __future__ import annotations

import re

import pytest
from botocore import exceptions

from batchdeck.aws.credential_failures import credentials_problem, expired_words, is_local
from batchdeck.domain.connection import Connection

PROD = Connection(profile="prod")


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (exceptions.NoRegionError(), "set AWS_REGION or give --region"),
        (exceptions.ProfileNotFound(profile="prod"), "no profile prod"),
        (exceptions.NoCredentialsError(), "no credentials of profile prod"),
        (exceptions.UnauthorizedSSOTokenError(), "run `aws sso login --profile prod`"),
        (exceptions.SSOTokenLoadError(error_msg="x"), "run `aws sso login --profile prod`"),
        (
            exceptions.TokenRetrievalError(provider="sso", error_msg="x"),
            "run `aws sso login --profile prod`",
        ),
        (exceptions.LoginRefreshRequired(), "run `aws login --profile prod`"),
        (
            exceptions.CredentialRetrievalError(provider="custom-process", error_msg="exit 1"),
            "no credentials of profile prod: .*exit 1",
        ),
        (exceptions.ConfigParseError(path="/x"), "Unable to parse config file: /x"),
        (
            exceptions.PartialCredentialsError(provider="env", cred_var="aws_secret_access_key"),
            "aws_secret_access_key",
        ),
    ],
)
def test_the_line_says_how_to_mend_it(failure: Exception, words: str) -> None:
    assert re.search(words, credentials_problem(failure, PROD))


def test_other_failures_are_not_about_credentials() -> None:
    failure = exceptions.EndpointConnectionError(endpoint_url="http://x")
    assert credentials_problem(failure, PROD) == ""
    assert not is_local(failure)
    assert is_local(exceptions.ParamValidationError(report="x"))


def test_without_a_profile_no_profile_is_named() -> None:
    assert expired_words(Connection()).startswith("credentials have expired: run `aws sso login` ")
