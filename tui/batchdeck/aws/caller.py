"""The one door through which every call to AWS goes.

Here a call is counted against the shared budget, timed, recorded and, when it is a read that
met trouble on the way, tried again. A write is sent at most once.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from math import inf
from typing import Any

from batchdeck.aws.budget import Budget
from batchdeck.aws.calls import TALLY, Answer, CallLog
from batchdeck.aws.command_line import command_line, kebab
from batchdeck.aws.errors import AwsError, ReadOnlyError, ThrottledError, UnreachableError
from batchdeck.aws.failures import Request, failure_types, lost, translate_failure
from batchdeck.aws.masking import mask_in_text
from batchdeck.aws.session import MAX_CONNECTIONS, AwsSession
from batchdeck.domain.call import Call, Write
from batchdeck.domain.clean import clean

#: How often a read is tried again.
RETRIES = 2
#: A read that took longer than this is not tried again, seconds: somebody is waiting.
RETRY_WITHIN = 5.0
#: The first pause before another try, seconds, on average; the next one is twice as long.
BACK_OFF = 0.3
#: Calls on their way at once to all services; to one service MAX_CONNECTIONS of them.
IN_FLIGHT = 2 * MAX_CONNECTIONS
#: How long what was asked ahead counts as an answer, seconds.
AHEAD_SECONDS = 5.0
#: A call that dribbles is given up after so many read timeouts.
_PATIENCE = 3

Reading = asyncio.Task[dict[str, Any]]


class Caller:
    """Sends requests to AWS and gives the answers as botocore parsed them.

    Raises `AwsError` and nothing else.
    """

    def __init__(
        self,
        session: AwsSession,
        calls: CallLog,
        *,
        budget: Budget | None = None,
        back_off: float = BACK_OFF,
    ) -> None:
        self._session = session
        self._calls = calls
        self._budget = budget or Budget()
        self._back_off = back_off
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)
        self._ahead: dict[str, tuple[float, Reading]] = {}
        """Reads that were begun before somebody asked for them, and when."""

    def ask_ahead(
        self, service: str, operation: str, parameters: Mapping[str, Any], *, expects: str
    ) -> Reading:
        """Begin a read; the next `read` of the same gets its outcome, within `AHEAD_SECONDS`."""
        reading = asyncio.create_task(self._read(service, operation, parameters, expects))
        self._ahead[_question(service, operation, parameters)] = time.monotonic(), reading
        return reading

    async def close(self) -> None:
        """Give up what nobody asked for."""
        left = [reading for _, reading in self._ahead.values()]
        self._ahead.clear()
        for reading in left:
            reading.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def read(
        self, service: str, operation: str, parameters: Mapping[str, Any], *, expects: str
    ) -> dict[str, Any]:
        """The answer to a request that changes nothing.

        `expects` names the member that every whole answer has: botocore turns JSON that broke
        off into an answer without it and raises nothing.
        """
        if self._ahead:
            question = _question(service, operation, parameters)
            at, reading = self._ahead.pop(question, (-inf, None))
            if reading is not None and time.monotonic() - at < AHEAD_SECONDS:
                return await reading
        return await self._read(service, operation, parameters, expects)

    async def _read(
        self, service: str, operation: str, parameters: Mapping[str, Any], expects: str
    ) -> dict[str, Any]:
        request = self._request(service, operation)
        line = command_line(service, operation, parameters, self._session.connection)
        began = time.monotonic()
        for attempt in range(RETRIES + 1):
            try:
                return await self._send(request, parameters, line, expects)
            except (ThrottledError, UnreachableError):
                if attempt == RETRIES or time.monotonic() - began > RETRY_WITHIN:
                    raise
            await asyncio.sleep(self._back_off * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311
        raise AssertionError("unreachable")

    async def write(self, write: Write, *, expects: str = "") -> dict[str, Any]:
        """Send a write once, never again by itself.

        Raises `ReadOnlyError` before anything is sent, `UncertainError` when it is not proved
        that AWS did not carry it out.
        """
        request = self._request(write.service, write.operation, is_write=True)
        if self._session.connection.read_only:
            text = f"{write.operation} was not sent: this console only reads"
            raise ReadOnlyError(text, action=request.action)
        return await self._send(request, write.parameters, write.line, expects)

    def _request(self, service: str, operation: str, *, is_write: bool = False) -> Request:
        session = self._session
        return Request(service, operation, session.connection, session.read_timeout, is_write)

    async def _send(
        self, request: Request, parameters: Mapping[str, Any], line: str, expects: str
    ) -> dict[str, Any]:
        await self._budget.take(request.service)
        async with self._in_flight:
            client = await self._session.client(request.service)
            at, began = time.time(), time.monotonic()
            outcome, failed = "cancelled", True
            try:
                answer = await self._exchange(client, request, parameters, expects)
                outcome, failed = "ok", False
                if (tally := TALLY.get()) is not None:
                    tally.answers.append(Answer(request.action, answer))
                return answer
            except AwsError as error:
                outcome = str(error)
                raise
            finally:
                seconds = time.monotonic() - began
                call = Call(int(at * 1000), request.action, line, seconds, outcome, failed)
                self._calls.record(call)

    async def _exchange(
        self, client: Any, request: Request, parameters: Mapping[str, Any], expects: str
    ) -> dict[str, Any]:
        send = getattr(client, kebab(request.operation).replace("-", "_"))
        try:
            async with asyncio.timeout(self._session.read_timeout * _PATIENCE):
                answer: dict[str, Any] = await send(**parameters)
        except failure_types() as failure:
            error = translate_failure(failure, request)
            if request.is_write:
                text = mask_in_text(str(error), parameters)
                error = type(error)(text, action=error.action, code=error.code)
            raise error from failure
        if expects and answer.get(expects) is None:
            host = clean(str(client.meta.endpoint_url))
            raise lost(request, f"the answer of {host} broke off: it has no {expects}")
        return answer


def _question(service: str, operation: str, parameters: Mapping[str, Any]) -> str:
    """The same for the same read."""
    return repr((service, operation, sorted(parameters.items())))
