"""A shipment from its checks to its end, as a stream of states."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from batchdeck.aws.errors import AwsError
from batchdeck.shipping.checking import check
from batchdeck.shipping.inventory import things
from batchdeck.shipping.order import Order
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.stages.build import build
from batchdeck.shipping.stages.follow import follow
from batchdeck.shipping.stages.push import push
from batchdeck.shipping.stages.register import register
from batchdeck.shipping.stages.repository import repository
from batchdeck.shipping.stages.submit import submit
from batchdeck.shipping.state import ShipState, Stage, Status
from batchdeck.shipping.trial import TrialPlan, plan_shipment_trial

Work = Callable[[Plan, Services, ShipState], AsyncGenerator[ShipState]]

_WORK: tuple[tuple[Stage, Work], ...] = (
    (Stage.BUILD, build),
    (Stage.REPOSITORY, repository),
    (Stage.PUSH, push),
    (Stage.REGISTER, register),
    (Stage.SUBMIT, submit),
    (Stage.FOLLOW, follow),
)
_GOOD = (Status.DONE, Status.SKIPPED)


class Shipment:
    """Looks first, then ships; can be stopped at any moment.

    `check()` writes nothing; when its last state is ready, `ship()` does the rest. Neither
    raises anything of AWS or of the engine: what fails is in the last state. `state` is the
    newest one at any time.
    """

    def __init__(self, order: Order, services: Services, *, follows: bool = True) -> None:
        self.state = ShipState(order)
        self._plan = _unasked(order)
        self._services = services
        self._follows = follows
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End what goes on. A write that is on its way is waited for, so that it is known."""
        self._stop.set()

    async def check(self) -> AsyncGenerator[ShipState]:
        """Everything that can be known before anything is written."""
        self._plan = _unasked(self.state.order)
        self.state = ShipState(self.state.order)
        async with aclosing(self._stage(Stage.CHECK, check)) as states:
            async for state in states:
                yield state
        if self.state.is_over:
            yield self._end()

    async def ship(self) -> AsyncGenerator[ShipState]:
        """Build, push, register, submit and follow, after a check that found it ready."""
        assert self.state.is_ready, "ship what was checked"
        for stage, work in _WORK:
            if stage is Stage.FOLLOW and not self._follows:
                self.state = self.state.changed(stage, status=Status.SKIPPED, text="not waited for")
                break
            async with aclosing(self._stage(stage, work)) as states:
                async for state in states:
                    yield state
            if self.state.step(stage).status not in _GOOD:
                break
        await self._look_after_push()
        yield self._end()

    def trial(self) -> TrialPlan:
        """What its job would run, to be tried on this machine. Raises TrialError."""
        return plan_shipment_trial(self._plan)

    async def close(self) -> None:
        """Hang up the engine. The account stays open: it is not ours."""
        if self._plan.engine is not None:
            await self._plan.engine.close()

    async def _stage(self, stage: Stage, work: Work) -> AsyncGenerator[ShipState]:
        """The states of one stage; the last one is cancelled when somebody stopped it."""
        stopped = asyncio.ensure_future(self._stop.wait())
        coming: asyncio.Task[ShipState] | None = None
        states = work(self._plan, self._services, self.state)
        try:
            while not (coming is None and self._stop.is_set()):
                coming = coming or asyncio.ensure_future(_next(states))
                waiting = {coming} if self.state.step(stage).is_sending else {coming, stopped}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                if not coming.done():
                    break
                try:
                    self.state = self._stamped(stage, await coming)
                except StopAsyncIteration:
                    return
                coming = None
                yield self.state
                if self.state.step(stage).is_over:
                    return
            await _cancelled(coming)
            self.state = self._stamped(stage, self._stopped(stage))
            yield self.state
        finally:
            await _cancelled(stopped)
            await _cancelled(coming)
            await states.aclose()

    def _stamped(self, stage: Stage, state: ShipState) -> ShipState:
        """The state with the times of the stage's beginning and end in it."""
        now = self._services.clock()
        began = self.state.step(stage).began_at
        ended = now if state.step(stage).is_over else None
        return state.changed(stage, began_at=now if began is None else began, ended_at=ended)

    def _stopped(self, stage: Stage) -> ShipState:
        step = self.state.step(stage)
        status = Status.UNCERTAIN if step.is_lost else Status.CANCELLED
        state = self.state.changed(stage, status=status, is_sending=False)
        return replace(state, lines=(), problem=state.problem or f"stopped in: {stage}")

    async def _look_after_push(self) -> None:
        """A push that did not come to its end may have brought the image there all the same."""
        order, step = self.state.order, self.state.step(Stage.PUSH)
        if step.status in (*_GOOD, Status.WAITING) or not self.state.made.repository:
            return
        repositories = self._services.account.repositories
        try:
            found = await repositories.digest(order.repository, order.tag)
        except AwsError as error:
            self._plan.push_doubt = f"ECR could not be asked: {error}"
            return
        if found and found != self._plan.tag_digest:
            pushed = f"{self.state.made.repository}@{found}"
            self.state = replace(self.state, made=replace(self.state.made, pushed=pushed))

    def _end(self) -> ShipState:
        """The last state: it says what exists now and what does not."""
        self.state = replace(self.state, lines=(), things=things(self._plan, self.state))
        return self.state


def _unasked(order: Order) -> Plan:
    """What is known before the checks."""
    return Plan(order, is_repository_unknown=True)


async def _next(states: AsyncGenerator[ShipState]) -> ShipState:
    return await anext(states)


async def _cancelled(task: asyncio.Future[Any] | None) -> None:
    """Cancel a task and wait until it is over."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
