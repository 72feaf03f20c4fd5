"""Submitting the job."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from batchdeck.jobs.submitting import (
    Found,
    NotFound,
    Refused,
    Sending,
    SubmitState,
    Submitted,
    Uncertain,
)
from batchdeck.jobs.submitting import submit as send
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

_STAGE = Stage.SUBMIT


async def submit(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Submits by one request, and looks for the job when the answer to that is lost."""
    order = plan.order.submission(state.made.revision)
    sending = send(
        services.account.batch, order, uuid.uuid4().hex, clock=services.clock, sleep=services.sleep
    )
    async with aclosing(sending) as steps:
        async for step in steps:
            yield (state := _shown(state, step))


def _shown(state: ShipState, step: SubmitState) -> ShipState:
    match step:
        case Sending(line):
            text = state.order.job.name
            return state.changed(
                _STAGE, status=Status.RUNNING, text=text, command=line, is_sending=True
            )
        case Submitted(job_id) | Found(job_id):
            state = replace(state, made=replace(state.made, job_id=job_id), problem="")
            text = f"{job_id} {'was submitted' if isinstance(step, Submitted) else 'is there'}"
            done = Status.DONE
            return state.changed(_STAGE, status=done, text=text, is_sending=False, is_lost=False)
        case Refused(error):
            failed = state.changed(_STAGE, status=Status.FAILED, is_sending=False)
            return replace(failed, problem=str(error))
        case Uncertain(error):
            text = "the answer was lost: looking for the job"
            lost = state.changed(_STAGE, text=text, is_sending=False, is_lost=True)
            return replace(lost, problem=str(error))
        case NotFound(problem):
            more = f"; looking for it: {problem}" if problem else ""
            text = f"no job {state.order.job.name} of this shipment showed up"
            state = replace(state, problem=f"{state.problem}{more}")
            return state.changed(_STAGE, status=Status.UNCERTAIN, text=text)
