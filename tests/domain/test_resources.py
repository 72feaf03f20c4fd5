import pytest

from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue


@pytest.mark.parametrize(
    ("kind", "fargate"),
    [
        ("EC2", False),
        ("SPOT", False),
        ("FARGATE", True),
        ("FARGATE_SPOT", True),
        ("UNMANAGED", False),
    ],
)
def test_an_environment_knows_whether_it_is_fargate(kind: str, fargate: bool) -> None:
    assert ComputeEnvironment("a", "arn", kind, "ENABLED", "VALID").is_fargate is fargate


@pytest.mark.parametrize(
    ("platforms", "fargate"), [(("EC2",), False), (("FARGATE",), True), (("EC2", "FARGATE"), False)]
)
def test_a_definition_is_fargate_when_it_can_run_nowhere_else(
    platforms: tuple[str, ...], fargate: bool
) -> None:
    definition = JobDefinition("etl", 12, "arn", "container", "ACTIVE", platforms)
    assert definition.is_fargate is fargate
    assert definition.reference == "etl:12"


def test_documents_are_not_printed() -> None:
    queue = JobQueue("etl", "arn", "ENABLED", "VALID", 1, document='{"jobQueueName": "secret"}')
    assert "secret" not in repr(queue)
