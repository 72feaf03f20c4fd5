"""An account that is opened, and asked what is shown first, before anybody can show it.

Importing Textual and laying the console out takes longer than the first two rounds of answers.
Where the panes stand on the screen already (see `batchdeck.opening`), the calls go first, and
their answers arrive while Textual is imported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from batchdeck.domain.connection import Connection

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account

LEAD_SECONDS = 0.3
"""How long Textual waits for the account at most: credentials may come from far away."""


class HeadStart:
    """Opens the account once, as soon as somebody asks for it."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        self._connect = connect
        self._opening: asyncio.Task[Account] | None = None
        self._asking: asyncio.Task[None] | None = None
        self._account: Account | None = None

    async def lead(self, seconds: float = LEAD_SECONDS) -> None:
        """Open the account and send the first calls; not to be waited for any longer."""
        self._asking = asyncio.create_task(self._ask())
        await asyncio.wait({self._begun()}, timeout=seconds)

    async def account(self) -> Account:
        """The open account. Raises `AwsError`."""
        return await asyncio.shield(self._begun())

    async def close(self) -> None:
        """Close what was opened."""
        tasks = [task for task in (self._asking, self._opening) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._account is not None:
            await self._account.close()

    def _begun(self) -> asyncio.Task[Account]:
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
        return self._opening

    async def _open(self) -> Account:
        from batchdeck.aws.account import Account

        self._account = account = Account(await self._connect())
        await account.warm_up()
        return account

    async def _ask(self) -> None:
        opening = self._begun()
        await asyncio.wait({opening})
        if opening.exception() is None:  # Who opens the screen tells of it.
            await opening.result().batch.ask_ahead()
