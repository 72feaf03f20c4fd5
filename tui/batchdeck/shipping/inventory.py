"""What a shipment leaves behind: what exists when it is over, and what does not."""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Presence, ShipState, Stage, Status, Thing


def things(plan: Plan, state: ShipState) -> tuple[Thing, ...]:
    """Image, repository, pushed image, revision and job, as far as the order has them."""
    is_pushed = bool(plan.order.repository)
    return (
        *((_image(plan, state), _repository(plan, state)) if is_pushed else ()),
        _pushed(plan, state),
        _revision(plan, state),
        *_job(state),
    )


def _image(plan: Plan, state: ShipState) -> Thing:
    if state.made.image:
        order = plan.order
        name = order.image or f"{order.repository}:{order.tag}"
        return Thing("image", Presence.THERE, f"{name} ({state.made.image}) in the engine")
    return Thing("image", Presence.ABSENT, _undone(state, Stage.BUILD))


def _repository(plan: Plan, state: ShipState) -> Thing:
    made = state.made
    if made.repository:
        words = "made by this shipment" if made.repository_is_new else "was there before"
        return Thing("repository", Presence.THERE, f"{made.repository}, {words}")
    if plan.repository is not None:
        return Thing("repository", Presence.THERE, f"{plan.repository.uri}, was there before")
    name = plan.order.repository
    if plan.is_repository_unknown:
        return Thing("repository", Presence.UNKNOWN, f"{name}: ECR has not told")
    look = f"aws ecr describe-repositories --repository-names {name}"
    return _lost_or_undone("repository", state, Stage.REPOSITORY, look)


def _pushed(plan: Plan, state: ShipState) -> Thing:
    name = "pushed image"
    if state.made.pushed:
        return Thing(name, Presence.THERE, state.made.pushed)
    if plan.pushed:
        return Thing(name, Presence.THERE, f"{plan.pushed}, was there before")
    if plan.push_doubt:
        return Thing(name, Presence.UNKNOWN, plan.push_doubt)
    text = _undone(state, Stage.PUSH)
    if plan.tag_digest and state.step(Stage.PUSH).began_at is not None:
        text = f"{text}; {plan.order.tag} still stands for {plan.tag_digest}"
    return Thing(name, Presence.ABSENT, text)


def _revision(plan: Plan, state: ShipState) -> Thing:
    if state.made.revision:
        return Thing("revision", Presence.THERE, state.made.revision)
    look = (
        "aws batch describe-job-definitions --status ACTIVE "
        f"--job-definition-name {plan.order.definition}"
    )
    return _lost_or_undone("revision", state, Stage.REGISTER, look)


def _job(state: ShipState) -> Iterable[Thing]:
    if not state.made.job_id:
        job = state.order.job
        look = (
            f"aws batch list-jobs --job-queue {job.queue} --filters name=JOB_NAME,values={job.name}"
        )
        yield _lost_or_undone("job", state, Stage.SUBMIT, look)
        return
    status = state.job.job.status if state.job else "submitted"
    goes_on = state.job is None or not state.job.job.finished
    more = ", it goes on without us" if goes_on else ""
    yield Thing("job", Presence.THERE, f"{state.made.job_id} is {status}{more}")


def _lost_or_undone(name: str, state: ShipState, stage: Stage, look: str) -> Thing:
    if state.step(stage).status is Status.UNCERTAIN:
        return Thing(name, Presence.UNKNOWN, f"the answer was lost; look with: {look}")
    if state.step(stage).is_sending:
        return Thing(name, Presence.UNKNOWN, f"the answer was not waited for; look with: {look}")
    return Thing(name, Presence.ABSENT, _undone(state, stage))


def _undone(state: ShipState, stage: Stage) -> str:
    status = state.step(stage).status
    words = {
        Status.WAITING: "not begun",
        Status.FAILED: "failed",
        Status.CANCELLED: "stopped",
        Status.SKIPPED: "not needed",
    }
    return words.get(status, "not done")
