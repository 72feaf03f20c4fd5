from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.domain.scope import EVERYTHING, Scope, in_scope, scope_of

QUEUES = (
    JobQueue("etl", "arn", "ENABLED", "VALID", 1, ("spot", "ondemand")),
    JobQueue("train", "arn", "ENABLED", "VALID", 1, ("gpu",)),
    JobQueue("night", "arn", "ENABLED", "VALID", 1, ("spot",)),
)
JOBS = (
    Job("a", "a", "etl", "RUNNING", 4, definition="report:3"),
    Job("b", "b", "train", "RUNNING", 3, definition="report-weekly:1"),
    Job("c", "c", "night", "RUNNING", 2, definition="report:2"),
    Job("d", "d", "etl", "RUNNING", 1, definition="thumbnails:1"),
)


def ids(scope: Scope) -> str:
    return "".join(job.id for job in in_scope(JOBS, scope, QUEUES))


def test_nothing_chosen_narrows_nothing() -> None:
    assert ids(EVERYTHING) == "abcd"
    assert str(EVERYTHING) == ""


def test_a_queue_has_its_jobs() -> None:
    assert ids(Scope("queue", "etl")) == "ad"
    assert ids(Scope("queue", "gone")) == ""
    assert str(Scope("queue", "etl")) == "queue etl"


def test_an_environment_stands_for_the_queues_that_can_use_it() -> None:
    assert ids(Scope("environment", "spot")) == "acd"
    assert ids(Scope("environment", "gpu")) == "b"


def test_a_definition_stands_for_its_revisions_and_not_for_longer_names() -> None:
    assert ids(Scope("definition", "report")) == "ac"


def test_a_revision_has_its_own_jobs() -> None:
    assert ids(Scope("revision", "report:3")) == "a"
    assert scope_of(Scope("revision", "report:3")) == Scope("revision", "report:3")


def test_what_a_thing_narrows_to() -> None:
    environment = ComputeEnvironment("spot", "arn", "SPOT", "ENABLED", "VALID")
    definition = JobDefinition("report", 3, "arn", "container", "ACTIVE")
    assert str(scope_of(QUEUES[0])) == "queue etl"
    assert str(scope_of(environment)) == "environment spot"
    assert str(scope_of(definition)) == "definition report"
    assert str(scope_of(JOBS[0])) == "array a"
