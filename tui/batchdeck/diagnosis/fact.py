"""Facts: what checks read, each fetched once however many checks read it.

A fact is a coroutine whose parameters are themselves facts; the names bind them together.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextvars import copy_context
from functools import cache
from typing import Any, TypeVar

from batchdeck.aws.calls import TALLY, Tally

Source = Callable[..., Awaitable[Any]]
S = TypeVar("S", bound=Source)

#: So many facts are fetched at once.
MOST_AT_ONCE = 20

GATEWAYS = frozenset(
    {
        "autoscaling",
        "batch",
        "capacity",
        "definitions",
        "ec2",
        "ecr",
        "ecs",
        "efs",
        "eks",
        "events",
        "iam",
        "kms",
        "logs",
        "quotas",
        "secrets",
    }
)
"""Facts that are doors to AWS, named as in `Account`: who reads one makes a call, or some."""

SOURCES: dict[str, Source] = {}
"""The coroutine of each fact, by the fact's name."""


class NotApplicableError(Exception):
    """The fact does not exist for this subject, so the question of its readers does not arise."""


def fact(source: S) -> S:
    """Register a coroutine as the source of the fact of its name. ValueError when taken."""
    name = source.__name__
    if name in SOURCES:
        raise ValueError(f"two sources for the fact {name}")
    SOURCES[name] = source
    return source


def names_read(reader: Callable[..., Any]) -> tuple[str, ...]:
    """The facts that a function names as its parameters."""
    return tuple(one.name for one in _parameters(reader))


@cache
def _parameters(reader: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(reader).parameters.values())


class _Door:
    """A gateway that tells when it is used."""

    def __init__(self, gateway: Any, used: Callable[[], None]) -> None:
        self._gateway = gateway
        self._used = used

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._gateway, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self._used()
            return method(*arguments, **named)

        return call


class Facts:
    """The facts of one diagnosis. Readers of the same fact share one fetch and its failure."""

    def __init__(
        self,
        known: Mapping[str, Any],
        sources: Mapping[str, Source] | None = None,
        *,
        at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._known = dict(known)
        self._sources = SOURCES if sources is None else sources
        self._fetches: dict[str, asyncio.Task[Any]] = {}
        self._calling: set[str] = set()
        """Facts whose sources have used a gateway."""
        self._room = asyncio.Semaphore(at_once)
        self.tally = Tally()
        """How many calls the fetches made."""
        self._context = copy_context()
        self._context.run(TALLY.set, self.tally)

    async def needs(self, reader: Callable[..., Any]) -> dict[str, Any]:
        """The values of the facts that a function names as its parameters.

        A parameter with a default keeps it where the fact does not exist for the subject.
        Raises what the fetch of the first failing one raised.
        """
        wanted = _parameters(reader)
        self.start(*(one.name for one in wanted))
        return {one.name: await self._or_default(one) for one in wanted}

    async def read(self, names: Iterable[str]) -> dict[str, Any]:
        """The values of these facts. Raises what the fetch of the first failing one raised."""
        wanted = tuple(names)
        self.start(*wanted)
        return {name: await self._value(name) for name in wanted}

    def start(self, *names: str) -> None:
        """Begin to fetch facts that will be read later. LookupError when one has no source."""
        for name in names:
            if name in self._known:
                continue
            if name not in self._sources:
                raise LookupError(f"no source for the fact {name}")
            if name not in self._fetches:
                fetch = self._fetch(name)
                self._fetches[name] = asyncio.create_task(fetch, context=self._context)

    async def _or_default(self, parameter: inspect.Parameter) -> Any:
        try:
            return await self._value(parameter.name)
        except NotApplicableError:
            if parameter.default is inspect.Parameter.empty:
                raise
            return parameter.default

    async def _value(self, name: str) -> Any:
        if name in self._known:
            return self._known[name]
        self.start(name)
        fetch = self._fetches[name]
        if fetch.done():
            return fetch.result()
        # Shielded: one reader that is cancelled must not take the fact from the others.
        return await asyncio.shield(fetch)

    async def _fetch(self, name: str) -> Any:
        source = self._sources[name]
        needs = await self.needs(source)
        for door in GATEWAYS & needs.keys():
            needs[door] = _Door(needs[door], lambda: self._calling.add(name))
        async with self._room:  # Not before: what waits for other facts must not take up room.
            return await source(**needs)

    @property
    def rounds(self) -> int:
        """How many calls had to wait for each other, at most."""
        return max(map(self._depth, self._fetches), default=0)

    def _depth(self, name: str) -> int:
        fetch = self._fetches.get(name)
        if fetch is None or not fetch.done() or fetch.cancelled() or fetch.exception():
            return 0
        needs = names_read(self._sources[name])
        return (name in self._calling) + max(map(self._depth, needs), default=0)

    async def close(self) -> None:
        """Stop what is still being fetched."""
        for fetch in self._fetches.values():
            fetch.cancel()
        await asyncio.gather(*self._fetches.values(), return_exceptions=True)
