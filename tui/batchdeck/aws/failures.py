"""One table from what botocore and aiohttp raise to the errors of `batchdeck.aws.errors`.

For a write the question behind every line is: is it proved that AWS did not carry it out?
Proof is a refusal by AWS itself (HTTP 4xx with an error code) or a failure before the request
left: no credentials, wrong parameters, no connection. Everything else is an `UncertainError`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from batchdeck.aws.credential_failures import credentials_problem, expired_words, is_local
from batchdeck.aws.errors import (
    AwsError,
    CredentialsError,
    DeniedError,
    NotFoundError,
    RefusedError,
    ThrottledError,
    UncertainError,
    UnreachableError,
)
from batchdeck.domain.clean import clean
from batchdeck.domain.connection import Connection

_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN_PRINCIPAL = frozenset(
    {
        "AuthFailure",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_NOT_FOUND = frozenset({"NoSuchEntity", "NotFoundException", "ResourceNotFoundException"})
_DENIED_WORDS = re.compile(r"(?:User: (\S+) )?is not authorized to perform: ([\w-]+:\w+)")
_REASON_WORDS = re.compile(r"\bbecause (.+)$")
_REPORTED_VALUE = re.compile(r", value: .*?(?=, (?:type|valid)|$)")
_LONGEST = 500
_PREFIXES = {"efs": "elasticfilesystem", "service-quotas": "servicequotas"}
"""How IAM calls services that have another name as clients."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked when something failed."""

    service: str
    operation: str
    connection: Connection
    read_timeout: float
    """Seconds."""
    is_write: bool = False

    @property
    def action(self) -> str:
        """The IAM action, such as `batch:ListJobs`."""
        return f"{_PREFIXES.get(self.service, self.service)}:{self.operation}"


def failure_types() -> tuple[type[BaseException], ...]:
    """Everything a call may raise that `translate_failure` knows. Imports botocore."""
    import aiohttp
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    known = (BotoCoreError, ClientError, ResponseParserError, aiohttp.ClientError)
    return (*known, OSError, TimeoutError, AwsError)


def translate_failure(failure: BaseException, request: Request) -> AwsError:
    """The error to raise for a failed call, with one line that says what to do now."""
    from botocore.exceptions import ClientError

    if isinstance(failure, AwsError):
        return failure
    if isinstance(failure, ClientError):
        return _from_answer(failure, request)
    problem = credentials_problem(failure, request.connection)
    if problem:
        return CredentialsError(_line(problem), action=request.action)
    if is_local(failure):
        text = _REPORTED_VALUE.sub("", str(failure))
        return RefusedError(_line(text), action=request.action)
    words = _unconnected_words(failure)
    if words:
        return UnreachableError(_line(words), action=request.action)
    return lost(request, _line(_lost_words(failure, request)))


def lost(request: Request, words: str, code: str = "") -> AwsError:
    """The error for a request that may have been carried out: what `words` tell, or unknown."""
    if not request.is_write:
        return UnreachableError(words, action=request.action, code=code)
    text = f"the outcome of {request.operation} is unknown: {words}"
    return UncertainError(text, action=request.action, code=code)


def _from_answer(failure: Any, request: Request) -> AwsError:
    """The error for an answer of AWS with an error in it (botocore's `ClientError`)."""
    error = failure.response.get("Error", {})
    code, text = _line(error.get("Code") or ""), _line(error.get("Message") or "")
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = "" if code.isdigit() else code  # botocore puts the status where AWS gave no code.
    shown = ": ".join(part for part in (code, text) if part) or "an error without a text"
    if failure.operation_name != request.operation:
        words = f"no credentials, {failure.operation_name} failed: {shown}"
        return CredentialsError(_line(words), action=request.action, code=code)
    refused_by_aws = 400 <= status < 500 and code
    if code in _THROTTLED or (status == 429 and not (request.is_write and not code)):
        kind: type[AwsError] = ThrottledError
        shown = f"{request.action} is throttled: {shown}"
    elif code in _EXPIRED:
        kind, shown = CredentialsError, expired_words(request.connection)
    elif code in _UNKNOWN_PRINCIPAL:
        kind, shown = CredentialsError, f"AWS does not accept these credentials: {shown}"
    elif refused_by_aws and _is_denial(code, status):
        return _denied(code, text, request)
    elif refused_by_aws:
        kind = NotFoundError if code in _NOT_FOUND else RefusedError
    else:
        host = _host(request.connection.endpoint_url) or request.service
        return lost(request, _line(f"{host} answered HTTP {status}: {shown}"), code)
    return kind(_line(shown), action=request.action, code=code)


def _is_denial(code: str, status: int) -> bool:
    return status == 403 or code.startswith(("AccessDenied", "Unauthorized", "NotAuthorized"))


def _denied(code: str, text: str, request: Request) -> DeniedError:
    found = _DENIED_WORDS.search(text)
    who, action = (found[1], found[2]) if found else (None, request.action)
    words = f"{code}: {action} is not allowed" + (f" for {who}" if who else "")
    reason = _REASON_WORDS.search(text)
    if reason:
        words += f": {reason[1]}"
    elif not found and text:
        words += f": {text}"
    return DeniedError(_line(words), action=action, code=code)


def _unconnected_words(failure: BaseException) -> str:
    """What to say when no connection came about, so that nothing was sent; else empty."""
    import aiohttp
    from botocore import exceptions

    host = _failed_host(failure)
    cause = getattr(failure, "kwargs", {}).get("error", failure)
    if isinstance(failure, exceptions.ConnectTimeoutError):
        return f"{host} cannot be reached: no connection in time; check the network and the proxy"
    if isinstance(failure, exceptions.ProxyConnectionError):
        return f"the proxy cannot be used: {cause}"
    if isinstance(cause, aiohttp.ClientSSLError):
        return f"{host} is not trusted: {cause}; AWS_CA_BUNDLE names a private authority"
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return f"{host} is not known here: check the Region, the endpoint and DNS"
    if isinstance(cause, aiohttp.ClientConnectorError):
        return f"{host} cannot be reached: {_os_words(cause.os_error)}"
    return ""


def _lost_words(failure: BaseException, request: Request) -> str:
    from botocore.exceptions import ReadTimeoutError

    host = _failed_host(failure) or request.action
    if isinstance(failure, ReadTimeoutError):
        return f"{host} cannot be reached: no answer in {request.read_timeout:g} s"
    if isinstance(failure, TimeoutError):
        return f"{host}: the answer comes too slowly; given up"
    cause = getattr(failure, "kwargs", {}).get("error", failure)
    return f"{host}: the connection broke off: {cause or type(cause).__name__}"


def _os_words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else "no address of it answers"


def _failed_host(failure: BaseException) -> str:
    return _host(str(getattr(failure, "kwargs", {}).get("endpoint_url", "")))


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _line(text: str) -> str:
    return clean(str(text))[:_LONGEST]
