"""Registering once, and looking up what a lost answer may have done."""

from __future__ import annotations

import pytest

from batchdeck.aws.errors import (
    AwsError,
    DeniedError,
    ReadOnlyError,
    RefusedError,
    ThrottledError,
    UnreachableError,
)
from batchdeck.definitions.registering import (
    LOOK_UP,
    NotFound,
    Refused,
    Registered,
    Registering,
    RegisterState,
    Uncertain,
    register,
)
from batchdeck.domain.definition_document import DefinitionDocument
from tests.definitions.scripted_definitions import LOST, ScriptedDefinitions
from tests.jobs.scripted_batch import NOON, VirtualTime


def etl(image: str) -> DefinitionDocument:
    return DefinitionDocument({"jobDefinitionName": "etl", "containerProperties": {"image": image}})


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def outcome(
    definitions: ScriptedDefinitions, time: VirtualTime, document: DefinitionDocument
) -> list[RegisterState]:
    states = register(definitions, document, clock=time.clock, sleep=time.sleep)
    return [state async for state in states]


async def test_it_is_sent_once(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    states = await outcome(definitions, time, etl("2"))
    assert states == [Registering("register etl"), Registered("etl:2")]
    assert len(definitions.sent) == 1


@pytest.mark.parametrize(
    "error", [RefusedError("no"), DeniedError("no"), ThrottledError("no"), ReadOnlyError("no")]
)
async def test_what_aws_refuses_is_not_sent_again(error: AwsError, time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["send"] = error
    assert (await outcome(definitions, time, etl("2")))[1:] == [Refused(error)]
    assert len(definitions.sent) == 1


async def test_nothing_is_sent_that_could_not_be_found_again(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["read"] = error = UnreachableError("no network")
    assert (await outcome(definitions, time, etl("2")))[1:] == [Refused(error)]
    assert definitions.sent == []


async def test_a_lost_answer_is_looked_up_by_the_content(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["send"] = LOST
    states = await outcome(definitions, time, etl("2"))
    assert states[1:] == [Uncertain(LOST), Registered("etl:2", found=True)]
    assert len(definitions.sent) == 1


async def test_a_revision_that_was_there_before_is_not_taken_for_the_new_one(
    time: VirtualTime,
) -> None:
    definitions = ScriptedDefinitions(etl("1"), etl("2"))
    definitions.failing["send"] = LOST
    definitions.carries_out = False
    states = await outcome(definitions, time, etl("2"))
    assert states[1:] == [Uncertain(LOST), NotFound()]
    assert time.now - NOON >= LOOK_UP
    assert len(definitions.sent) == 1


async def test_nor_is_one_that_somebody_else_registered_meanwhile(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["send"] = LOST
    definitions.carries_out = False

    def another(read: int) -> None:
        if read == 2:
            definitions.there[2] = etl("of somebody else")

    definitions.on_read = another
    assert (await outcome(definitions, time, etl("2")))[-1] == NotFound()


async def test_one_that_shows_up_late_is_found(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["send"] = LOST
    definitions.carries_out = False

    def late(read: int) -> None:
        if read == 5:
            definitions.there[2] = etl("2")

    definitions.on_read = late
    assert (await outcome(definitions, time, etl("2")))[-1] == Registered("etl:2", found=True)


async def test_a_look_up_that_fails_to_the_end_says_why(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions(etl("1"))
    definitions.failing["send"] = LOST
    problem = UnreachableError("no network")

    def cut(read: int) -> None:
        if read == 2:
            definitions.failing["read"] = problem

    definitions.on_read = cut
    assert (await outcome(definitions, time, etl("2")))[-1] == NotFound(problem)


async def test_the_first_revision_of_a_name(time: VirtualTime) -> None:
    definitions = ScriptedDefinitions()
    assert (await outcome(definitions, time, etl("1")))[-1] == Registered("etl:1")
