from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.image import Repository
from batchdeck.domain.job import Job, JobDetail
from batchdeck.shipping.inventory import things
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Made, Presence, ShipState, Stage, Status, Thing
from tests.shipping.test_order import ORDER

URI = "localhost:5000/team/worker"


def of(state: ShipState, plan: Plan | None = None) -> dict[str, Thing]:
    """What is told, by name."""
    return {thing.name: thing for thing in things(plan or Plan(ORDER), state)}


def test_before_anything_was_done() -> None:
    told = of(ShipState(ORDER))
    assert {one.presence for one in told.values()} == {Presence.ABSENT}
    assert {one.text for one in told.values()} == {"not begun"}


def test_all_of_it() -> None:
    made = Made("sha256:1", URI, True, f"{URI}@sha256:2", "worker:4", "0a1b")
    told = of(ShipState(ORDER, made=made))
    assert {one.presence for one in told.values()} == {Presence.THERE}
    assert told["image"].text == "team/worker:1.2 (sha256:1) in the engine"
    assert told["repository"].text == f"{URI}, made by this shipment"
    assert told["job"].text == "0a1b is submitted, it goes on without us"
    ended = JobDetail(Job("0a1b", "join", "spot", "FAILED", 0))
    assert of(ShipState(ORDER, made=made, job=ended))["job"].text == "0a1b is FAILED"


def test_an_answer_that_was_lost_is_no_absence() -> None:
    for stage, name in (
        (Stage.REPOSITORY, "repository"),
        (Stage.REGISTER, "revision"),
        (Stage.SUBMIT, "job"),
    ):
        uncertain = ShipState(ORDER).changed(stage, status=Status.UNCERTAIN)
        sending = ShipState(ORDER).changed(stage, status=Status.RUNNING, is_sending=True)
        for state in (uncertain, sending):
            thing = of(state)[name]
            assert thing.presence is Presence.UNKNOWN
            assert "look with: aws " in thing.text


def test_what_was_there_before() -> None:
    plan = Plan(ORDER, repository=Repository("team/worker", URI), tag_digest="sha256:7")
    failed = ShipState(ORDER).changed(Stage.PUSH, status=Status.FAILED, began_at=1)
    told = of(failed, plan)
    assert told["repository"] == Thing("repository", Presence.THERE, f"{URI}, was there before")
    assert told["pushed image"].presence is Presence.ABSENT
    assert told["pushed image"].text == "failed; 1.2 still stands for sha256:7"
    unsure = of(failed, Plan(ORDER, push_doubt="ECR could not be asked"))
    assert unsure["pushed image"].presence is Presence.UNKNOWN
    hidden = of(failed, Plan(ORDER, is_repository_unknown=True))
    assert hidden["repository"].presence is Presence.UNKNOWN


def test_an_image_of_ecr_needs_no_engine_and_no_repository() -> None:
    order = replace(ORDER, build=None, image=f"{URI}:1", repository="")
    told = of(ShipState(order), Plan(order, pushed=f"{URI}@sha256:2"))
    assert [*told] == ["pushed image", "revision", "job"]
    assert told["pushed image"].text == f"{URI}@sha256:2, was there before"
