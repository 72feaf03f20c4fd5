"""What went wrong before a request could be made: credentials, configuration, parameters.

Everything in here happens on this machine or while fetching credentials, so the request
itself was certainly not sent.
"""

from __future__ import annotations

from batchdeck.domain.connection import Connection


def credentials_problem(failure: BaseException, connection: Connection) -> str:
    """One line about credentials or the Region and how to mend them; empty for other failures."""
    from botocore import exceptions as e

    if isinstance(failure, e.NoRegionError):
        return "no Region: set AWS_REGION or give --region"
    if isinstance(failure, e.ProfileNotFound):
        return f"there is no profile {connection.profile or 'of that name'}: see `aws configure`"
    if isinstance(failure, (e.UnauthorizedSSOTokenError, e.SSOError, e.TokenRetrievalError)):
        return expired_words(connection)
    if isinstance(failure, e.LoginError):
        return f"the login{_of(connection)} has ended: run `aws login{_option(connection)}`"
    if isinstance(failure, e.NoCredentialsError):
        return f"no credentials{_of(connection)}: run `aws configure` or `aws sso login`"
    if isinstance(failure, _retrieval_failures()):
        return f"no credentials{_of(connection)}: {failure}"
    return ""


def expired_words(connection: Connection) -> str:
    """What to say and do about credentials that have expired."""
    command = f"run `aws sso login{_option(connection)}`"
    return f"credentials{_of(connection)} have expired: {command} or renew them as you got them"


def is_local(failure: BaseException) -> bool:
    """Whether botocore refused the request before it was signed: a parameter, the endpoint."""
    from botocore import exceptions as e

    return isinstance(
        failure,
        (
            e.ParamValidationError,
            e.ValidationError,
            e.EndpointProviderError,
            e.InvalidEndpointConfigurationError,
            e.UnknownServiceError,
            e.DataNotFoundError,
            e.BaseEndpointResolverError,
            e.InvalidProxiesConfigError,
            e.InvalidRetryConfigurationError,
            e.InvalidDefaultsMode,
        ),
    )


def _retrieval_failures() -> tuple[type[BaseException], ...]:
    from botocore import exceptions as e

    return (
        e.PartialCredentialsError,
        e.CredentialRetrievalError,
        e.NoAuthTokenError,
        e.UnknownCredentialError,
        e.UnknownTokenProviderError,
        e.RefreshWithMFAUnsupportedError,
        e.MetadataRetrievalError,
        e.InvalidIMDSEndpointError,
        e.InvalidIMDSEndpointModeError,
        e.ConfigParseError,
        e.ConfigNotFound,
        e.InvalidConfigError,
        e.MissingDependencyException,
    )


def _of(connection: Connection) -> str:
    return f" of profile {connection.profile}" if connection.profile else ""


def _option(connection: Connection) -> str:
    return f" --profile {connection.profile}" if connection.profile else ""
