from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from batchdeck.shipping.merging import merged


class Counted:
    """Streams that tell when they are closed."""

    def __init__(self) -> None:
        self.closed: list[str] = []

    async def numbers(self, name: str, last: int) -> AsyncGenerator[str]:
        """So many names with numbers."""
        try:
            for number in range(last):
                await asyncio.sleep(0)
                yield f"{name}{number}"
        finally:
            self.closed.append(name)

    async def endless(self) -> AsyncGenerator[str]:
        """Nothing, for ever."""
        try:
            await asyncio.Event().wait()
            yield ""
        finally:
            self.closed.append("endless")


async def test_everything_of_each_in_its_order() -> None:
    counted = Counted()
    found = [one async for one in merged(counted.numbers("a", 3), counted.numbers("b", 2))]
    assert [one for one in found if one[0] == "a"] == ["a0", "a1", "a2"]
    assert [one for one in found if one[0] == "b"] == ["b0", "b1"]
    assert sorted(counted.closed) == ["a", "b"]


async def test_closing_it_closes_all() -> None:
    counted = Counted()
    async with aclosing(merged(counted.numbers("a", 3), counted.endless())) as stream:
        assert await anext(stream) == "a0"
    assert sorted(counted.closed) == ["a", "endless"]


async def test_what_one_raises_is_raised_and_the_others_are_closed() -> None:
    counted = Counted()

    async def broken() -> AsyncGenerator[str]:
        yield "x"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        async for _ in merged(counted.endless(), broken()):
            pass
    assert counted.closed == ["endless"]
