"""Facts read through their real sources, from gateways that a test scripts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from batchdeck.diagnosis import facts as sources
from batchdeck.diagnosis.fact import Facts

assert sources


class Gateway:
    """Answers each method with a scripted value, and remembers the calls."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(*arguments: Any) -> Any:
            self.calls.append((name, *arguments))
            found = self.answers[name]
            return found(*arguments) if callable(found) else found

        return answer


async def ask(name: str, **known: Any) -> Any:
    """The value of one fact. Closes what was begun."""
    facts = Facts(known)
    try:
        return (await facts.read([name]))[name]
    finally:
        await facts.close()
