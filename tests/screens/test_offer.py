"""What a form offers for a job."""

from __future__ import annotations

from batchdeck.domain.job import Container
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.screens.offer import CHOICES, Offer, chosen, defaults
from tests.jobs.scripted_batch import job

QUEUE = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 1, ("burst",))
SLOW = JobQueue("slow", "arn:slow", "ENABLED", "VALID", 1, ("disks",))
FARGATE = ComputeEnvironment("burst", "arn:burst", "FARGATE", "ENABLED", "VALID")
INSTANCES = ComputeEnvironment("disks", "arn:disks", "EC2", "ENABLED", "VALID")
CONTAINER = Container("", image="a:1", command=("run", "it"), vcpus=2.0, memory=512)


def definition(name: str, revision: int, *platforms: str) -> JobDefinition:
    return JobDefinition(
        name,
        revision,
        f"arn:{name}:{revision}",
        "container",
        "ACTIVE",
        platforms=platforms,
        containers=(CONTAINER,),
        parameters=(("day", "today"),),
        timeout_seconds=90,
    )


OFFER = Offer(
    (QUEUE, SLOW),
    (definition("align", 2, "EC2"), definition("align", 1, "EC2"), definition("sort", 1)),
    (FARGATE, INSTANCES),
    queue="etl",
    definition="align:2",
    texts=(("memory", "9"),),
)


def test_what_is_filled_in_at_first() -> None:
    assert OFFER.start == {
        "name": "align",
        "queue": "etl",
        "definition": "align:2",
        "memory": "9",
    }


def test_every_field_that_is_a_choice_is_offered_something_to_choose_from() -> None:
    offered = OFFER.choices({"queue": "slow"})
    assert set(offered) == set(CHOICES)
    assert offered["queue"] == ("etl", "slow")
    assert offered["definition"] == ("align:2", "align:1", "sort:1")
    assert offered["vcpus"] == offered["memory"] == ()


def test_a_queue_that_leads_only_to_fargate_offers_its_sizes() -> None:
    offered = OFFER.choices({"queue": "etl", "vcpus": "0.25"})
    assert "0.25" in offered["vcpus"]
    assert offered["memory"] == ("512", "1024", "2048")


def test_a_definition_for_fargate_offers_its_sizes_on_any_queue() -> None:
    offer = Offer((SLOW,), (definition("web", 1, "FARGATE"),), (INSTANCES,))
    assert offer.is_fargate({"queue": "slow", "definition": "web:1"})
    assert not offer.is_fargate({"queue": "slow", "definition": "web:2"})


def test_what_goes_with_the_cursor() -> None:
    definitions = OFFER.definitions
    earlier = job("1", queue="slow")
    named = earlier.definition.partition(":")[0]
    like = definition(named, 7)
    assert chosen(earlier, (*definitions, like), ()) == ("slow", like.reference)
    assert chosen(QUEUE, definitions, ()) == ("etl", "")
    assert chosen(SLOW, (like,), (earlier,)) == ("slow", like.reference)
    assert chosen(like, definitions, (earlier,)) == ("slow", like.reference)
    assert chosen(None, definitions, ()) == ("", "")


def test_what_counts_when_a_field_is_left_empty() -> None:
    hints = defaults(definition("align", 1))
    assert hints["command"] == "run it"
    assert hints["parameters"] == "day=today"
    assert (hints["vcpus"], hints["memory"], hints["timeout"]) == ("2", "512", "90")
    assert hints["attempts"] == "1"
    assert defaults(None) == {}
