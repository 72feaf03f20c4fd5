"""Registering a revision, once, and finding out what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.definitions.ports import Definitions
from batchdeck.domain.definition_difference import made_from
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.jobs.polling import Clock, Sleep, now

#: How long a revision whose answer was lost is looked for, ms.
LOOK_UP = 10_000
#: Seconds between two look-ups.
LOOK_UP_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Registering:
    """The request is on its way."""

    line: str
    """As an `aws` command."""


@dataclass(frozen=True, slots=True)
class Registered:
    """There is a new revision."""

    reference: str
    """`name:revision`."""
    found: bool = False
    """Whether the answer was lost and the revision was found by its content."""


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no new revision: AWS said no, or nothing was sent."""

    error: AwsError


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost. The revision is being looked for; it is not sent again."""

    error: AwsError


@dataclass(frozen=True, slots=True)
class NotFound:
    """The answer was lost and no revision with this content showed up."""

    problem: AwsError | None = None
    """Why the last look-up failed. Without one: AWS answered, and there is none."""


RegisterState = Registering | Registered | Refused | Uncertain | NotFound


async def register(
    definitions: Definitions,
    document: DefinitionDocument,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[RegisterState]:
    """Send `document` exactly once; the last state tells the outcome.

    `RegisterJobDefinition` has no client token. When the answer is lost, the newest revision
    with this content that was not there before is the one. Raises nothing of AWS.
    """
    write = definitions.registration(document)
    yield Registering(write.line)
    try:
        before = max(await definitions.documents(document.name), default=0)
        reference = await definitions.send_registration(write)
    except UncertainError as error:
        lost = error
    except AwsError as error:
        yield Refused(error)
        return
    else:
        yield Registered(reference)
        return
    yield Uncertain(lost)
    yield await _look_up(definitions, document, before, clock, sleep)


async def _look_up(
    definitions: Definitions, document: DefinitionDocument, before: int, clock: Clock, sleep: Sleep
) -> Registered | NotFound:
    until = clock() + LOOK_UP
    while True:
        problem: AwsError | None = None
        try:
            there = await definitions.documents(document.name)
        except AwsError as error:
            problem = error
        else:
            same = [number for number in there if made_from(there[number], document)]
            if max(same, default=0) > before:
                return Registered(f"{document.name}:{max(same)}", found=True)
        if clock() >= until:
            return NotFound(problem)
        await sleep(LOOK_UP_EVERY)
