from __future__ import annotations

import asyncio
from typing import Any
from unittest.mock import Mock

import pytest

from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import DeniedError
from batchdeck.diagnosis.fact import Facts, NotApplicableError, Source, fact, names_read
from batchdeck.domain.call import Call


class Counting:
    """Sources that count how often they are asked, and how many at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.now = self.most = 0

    def source(self, name: str, *, fails: bool = False) -> Source:
        async def fetch(batch: Any) -> str:
            self.asked.append(name)
            batch.ask()
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0)
            self.now -= 1
            if fails:
                raise DeniedError("no", action="ec2:X")
            return name

        return fetch


async def test_a_fact_is_fetched_once_for_all_its_readers() -> None:
    counting = Counting()

    async def both(one: str, two: str) -> str:
        return one + two

    sources: dict[str, Any] = {name: counting.source(name) for name in ("one", "two")}
    facts = Facts({"batch": Mock()}, {**sources, "both": both})
    first, second = await asyncio.gather(facts.read(["both", "one"]), facts.read(["two"]))
    assert first == {"both": "onetwo", "one": "one"}
    assert second == {"two": "two"}
    assert sorted(counting.asked) == ["one", "two"]
    assert facts.rounds == 1
    await facts.close()


async def test_rounds_are_of_calls_that_were_made() -> None:
    counting = Counting()

    async def quiet(batch: Any, loud: str) -> str:
        return loud

    facts = Facts({"batch": Mock()}, {"loud": counting.source("loud"), "quiet": quiet})
    await facts.read(["quiet"])
    assert facts.rounds == 1
    await facts.close()


async def test_a_failure_reaches_every_reader_and_is_not_tried_again() -> None:
    counting = Counting()
    facts = Facts({"batch": Mock()}, {"bad": counting.source("bad", fails=True)})
    for _ in range(2):
        with pytest.raises(DeniedError):
            await facts.read(["bad"])
    assert counting.asked == ["bad"]
    await facts.close()


async def test_only_so_many_at_once() -> None:
    counting = Counting()
    sources = {str(number): counting.source(str(number)) for number in range(9)}
    facts = Facts({"batch": Mock()}, sources, at_once=3)
    facts.start(*sources)
    await facts.read(sources)
    assert counting.most == 3
    await facts.close()


async def test_what_nobody_waits_for_any_more_is_stopped() -> None:
    stopped = asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    facts = Facts({}, {"slow": slow})
    facts.start("slow")
    await asyncio.sleep(0)
    await facts.close()
    assert stopped.is_set()


async def test_names_that_nothing_stands_for() -> None:
    with pytest.raises(LookupError, match="no source"):
        await Facts({}, {}).read(["missing"])


def test_two_sources_of_one_name_are_an_error() -> None:
    async def queues() -> None:
        """Registered already by the real one."""

    from batchdeck.diagnosis import facts

    assert facts
    with pytest.raises(ValueError, match="two sources"):
        fact(queues)
    assert names_read(queues) == ()


async def test_a_parameter_with_a_default_is_a_fact_that_may_not_exist() -> None:
    async def absent() -> str:
        raise NotApplicableError("there is none")

    async def denied() -> str:
        raise DeniedError("no", action="ec2:X")

    def reader(one: str, two: str = "nothing") -> None: ...

    facts = Facts({"one": "one"}, {"two": absent})
    assert await facts.needs(reader) == {"one": "one", "two": "nothing"}
    with pytest.raises(NotApplicableError):
        await Facts({}, {"one": absent, "two": absent}).needs(reader)
    with pytest.raises(DeniedError):
        await Facts({"one": "one"}, {"two": denied}).needs(reader)
    found = Facts({"one": "one", "two": "two"})
    assert (await found.needs(reader))["two"] == "two"


async def test_the_calls_of_the_fetches_are_counted_and_no_others() -> None:
    log = CallLog()

    def called() -> None:
        log.record(Call(1, "batch:ListJobs", "aws batch list-jobs", 0.1, "ok"))

    async def one() -> int:
        called()
        await asyncio.gather(*(asyncio.to_thread(called) for _ in range(2)))
        return 1

    async def two(one: int) -> int:
        called()
        return one + 1

    facts = Facts({}, {"one": one, "two": two})
    called()
    assert await facts.read(["two"]) == {"two": 2}
    called()
    assert (facts.tally.calls, log.version) == (4, 6)
