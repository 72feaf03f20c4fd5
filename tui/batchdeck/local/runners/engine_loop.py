"""The one thread in which all containers of an account are looked after."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
logger = logging.getLogger(__name__)


class EngineLoop:
    """An event loop in a daemon thread. What is asked of it after its end is not done."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = threading.Lock()
        self._closed = False
        threading.Thread(target=self._run, name="engine-loop", daemon=True).start()

    def call(self, action: Callable[[], None]) -> bool:
        """Call `action` in the loop's thread; False when it has ended. From any thread."""
        with self._closing:
            if not self._closed:
                self._loop.call_soon_threadsafe(action)
            return not self._closed

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Have `work` done in the loop. From any thread. An exception is logged."""
        if not self.call(lambda: self._start(work)):
            work.close()

    def close(self, last: Callable[[], Coroutine[Any, Any, None]], seconds: float) -> None:
        """Drop all work, do what comes last for `seconds` at most, and end the thread."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        ended = threading.Event()
        asyncio.run_coroutine_threadsafe(self._end(last, ended), self._loop)
        ended.wait(seconds)

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("the local account's containers: a task failed", exc_info=error)

    async def _end(
        self, last: Callable[[], Coroutine[Any, Any, None]], ended: threading.Event
    ) -> None:
        try:
            # Theirs as well: what several of them wait for is a task of its own.
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await last()
        finally:
            ended.set()
            self._loop.stop()


async def in_thread(name: str, work: Callable[[], T]) -> T:
    """The result of something that blocks, done in a daemon thread of its own.

    Not `asyncio.to_thread`: its threads are joined when the interpreter exits, which would
    wait for a pull that nobody needs any more.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:  # noqa: BLE001 - handed to whoever waits
            error = caught
        try:
            loop.call_soon_threadsafe(tell, result, error)
        except RuntimeError:
            # A loop that has ended meanwhile: nobody waits any more.
            if not loop.is_closed():
                raise

    threading.Thread(target=run, name=name, daemon=True).start()
    return await future
