"""What went wrong on the wire, as the console tells it: each failure is really produced."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest

from batchdeck.aws.budget import Budget
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
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
from batchdeck.aws.failures import Request, failure_types, translate_failure
from batchdeck.aws.session import AwsSession
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from tests.aws.misbehaving_server import (
    MisbehavingServer,
    Reply,
    answer,
    broken_off,
    dropped,
    garbage,
    refusal,
    reset,
    silence,
    truncated,
)

SUBMIT = Write(
    "batch", "SubmitJob", {"jobName": "x", "jobQueue": "q", "jobDefinition": "d"}, "aws batch"
)
DENIED = (
    "User: arn:aws:sts::123456789012:assumed-role/Viewer/me is not authorized to perform: "
    "batch:ListJobs on resource: * because no identity-based policy allows it"
)

#: Reply, kind for a read, kind for a write, words of the message.
REFUSALS: list[tuple[Reply, type[AwsError], str]] = [
    (refusal("TooManyRequestsException", "slow down", 429), ThrottledError, "slow down"),
    (refusal("ThrottlingException", "Rate exceeded"), ThrottledError, "Rate exceeded"),
    (
        refusal("AccessDeniedException", DENIED, 403),
        DeniedError,
        (
            "AccessDeniedException: batch:ListJobs is not allowed for arn:aws:sts::123456789012:"
            "assumed-role/Viewer/me: no identity-based policy allows it"
        ),
    ),
    (refusal("AccessDenied", "no", 403), DeniedError, "is not allowed: no"),
    (refusal("ExpiredTokenException", "old", 403), CredentialsError, "run `aws sso login`"),
    (refusal("UnrecognizedClientException", "bad", 403), CredentialsError, "does not accept"),
    (refusal("ResourceNotFoundException", "gone"), NotFoundError, "gone"),
    (refusal("ClientException", "maxResults\n\x1b[31m1"), RefusedError, "maxResults⏎1"),
]
#: The request arrived; what became of it cannot be known.
LOST: list[tuple[Reply, str]] = [
    (refusal("ServerException", "oops", 500), "answered HTTP 500: ServerException: oops"),
    (answer({}, 503), "answered HTTP 503"),
    (silence, "no answer in 0.5 s"),
    (dropped, "the connection broke off"),
    (reset, "the connection broke off"),
    (broken_off, "the connection broke off"),
    (garbage, "the connection broke off"),
    (truncated({"jobSummaryList": [], "jobId": "x"}, 9), "broke off: it has no "),
    (answer({}, 200), "broke off: it has no "),
    (answer({"html": "proxy"}, 407), "answered HTTP 407"),
]


@pytest.mark.parametrize(("reply", "kind", "words"), REFUSALS)
async def test_a_refusal_is_told_in_words(
    server: MisbehavingServer, caller: Caller, reply: Reply, kind: type[AwsError], words: str
) -> None:
    server.reply(reply)
    with pytest.raises(AwsError) as caught:
        await caller.read("batch", "ListJobs", {"jobQueue": "q"}, expects="jobSummaryList")
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.action == "batch:ListJobs"


@pytest.mark.parametrize(("reply", "kind", "words"), REFUSALS)
async def test_a_refused_write_was_certainly_not_carried_out(
    server: MisbehavingServer, caller: Caller, reply: Reply, kind: type[AwsError], words: str
) -> None:
    server.reply(reply)
    with pytest.raises(kind):
        await caller.write(SUBMIT, expects="jobId")
    assert len(server.requests) == 1


@pytest.mark.parametrize(("reply", "words"), LOST)
async def test_a_lost_answer_to_a_read_is_unreachable(
    server: MisbehavingServer, caller: Caller, reply: Reply, words: str
) -> None:
    server.reply(reply)
    with pytest.raises(UnreachableError, match=words):
        await caller.read("batch", "ListJobs", {"jobQueue": "q"}, expects="jobSummaryList")


@pytest.mark.parametrize(("reply", "words"), LOST)
async def test_a_lost_answer_to_a_write_is_uncertain_and_sent_once(
    server: MisbehavingServer, caller: Caller, reply: Reply, words: str
) -> None:
    server.reply(reply)
    with pytest.raises(UncertainError, match=words) as caught:
        await caller.write(SUBMIT, expects="jobId")
    assert "the outcome of SubmitJob is unknown" in str(caught.value)
    assert [sent.path for sent in server.requests] == ["/v1/submitjob"]


@pytest.fixture
async def unreachable() -> AsyncIterator[Caller]:
    """A caller whose endpoint is a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async for caller in _caller(f"http://127.0.0.1:{port}"):
        yield caller


async def _caller(url: str, **more: str) -> AsyncIterator[Caller]:
    connection = Connection("", "eu-west-1", url, "AKIA", Secret("s"))
    session = AwsSession(connection, connect_timeout=1, read_timeout=1)
    yield Caller(session, CallLog(), budget=Budget(1000, 1000), back_off=0.01)
    await session.close()


async def test_a_refused_connection_proves_that_nothing_was_sent(unreachable: Caller) -> None:
    with pytest.raises(UnreachableError, match=r"127.0.0.1:\d+ cannot be reached: .*refused"):
        await unreachable.write(SUBMIT, expects="jobId")


async def test_an_unknown_host_proves_that_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async for caller in _caller("http://nowhere.invalid"):
        with pytest.raises(UnreachableError, match=r"nowhere\.invalid is not known here"):
            await caller.write(SUBMIT, expects="jobId")


async def test_a_failed_handshake_proves_that_nothing_was_sent(server: MisbehavingServer) -> None:
    server.reply(garbage)
    async for caller in _caller(server.url.replace("http:", "https:")):
        with pytest.raises(UnreachableError):
            await caller.write(SUBMIT, expects="jobId")


async def test_a_proxy_that_says_429_is_not_aws(server: MisbehavingServer, caller: Caller) -> None:
    server.reply(answer({}, 429))
    with pytest.raises(ThrottledError):
        await caller.read("batch", "ListJobs", {"jobQueue": "q"}, expects="jobSummaryList")
    with pytest.raises(UncertainError, match="HTTP 429"):
        await caller.write(SUBMIT, expects="jobId")


async def test_wrong_parameters_are_refused_here(server: MisbehavingServer, caller: Caller) -> None:
    variables = {"environment": [{"name": "A", "value": 12345}]}
    write = Write("batch", "SubmitJob", {**SUBMIT.parameters, "containerOverrides": variables}, "")
    with pytest.raises(RefusedError, match="environment") as caught:
        await caller.write(write, expects="jobId")
    assert "12345" not in str(caught.value)
    assert server.requests == []


async def test_an_error_that_quotes_a_variable_is_masked(
    server: MisbehavingServer, caller: Caller
) -> None:
    server.reply(refusal("ClientException", "Value 'hunter22' at 'environment' failed"))
    variables = {"environment": [{"name": "A", "value": "hunter22"}]}
    write = Write("batch", "SubmitJob", {**SUBMIT.parameters, "containerOverrides": variables}, "")
    with pytest.raises(RefusedError) as caught:
        await caller.write(write, expects="jobId")
    assert "hunter22" not in str(caught.value)


def test_a_timeout_while_connecting_proves_that_nothing_was_sent() -> None:
    from botocore.exceptions import ConnectTimeoutError

    failure = ConnectTimeoutError(endpoint_url="https://batch.eu-west-1.amazonaws.com/v1/submitjob")
    assert isinstance(failure, failure_types())
    error = translate_failure(failure, _submit_request())
    assert type(error) is UnreachableError
    assert str(error).startswith("batch.eu-west-1.amazonaws.com cannot be reached")


def test_a_failure_of_the_credentials_source_is_about_credentials() -> None:
    from botocore.exceptions import ClientError

    response = {
        "Error": {"Code": "AccessDenied", "Message": "not yours"},
        "ResponseMetadata": {"HTTPStatusCode": 403},
    }
    error = translate_failure(ClientError(response, "AssumeRole"), _submit_request())  # type: ignore[arg-type]
    assert type(error) is CredentialsError
    assert "AssumeRole failed: AccessDenied: not yours" in str(error)


def _submit_request() -> Request:
    return Request("batch", "SubmitJob", Connection(), 10, is_write=True)
