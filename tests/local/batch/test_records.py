from __future__ import annotations

from tests.local.batch.builders import definition, environment


def test_an_environment_without_resources_is_of_the_kind_unmanaged() -> None:
    record = environment()
    record.type, record.resources = "UNMANAGED", {}
    assert record.kind == "UNMANAGED"
    assert not record.is_fargate


def test_both_fargates_are_fargate() -> None:
    assert environment("FARGATE").is_fargate
    assert environment("FARGATE_SPOT").is_fargate
    assert not environment("SPOT").is_fargate


def test_a_definition_is_for_ec2_unless_it_says_otherwise() -> None:
    assert definition().platforms == ["EC2"]
    assert definition(platformCapabilities=["FARGATE"]).platforms == ["FARGATE"]
