"""What is said about documents that AWS would not take."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from batchdeck.aws.definition_checking import problems
from tests.local.batch.operations.definition_requests import CONTAINER, NODES, POD, TASK

GOOD: dict[str, Any] = {
    "jobDefinitionName": "etl",
    "type": "container",
    "containerProperties": CONTAINER,
}


@pytest.fixture(scope="module")
def shape() -> Any:
    model = botocore.session.get_session().get_service_model("batch")
    return model.operation_model("RegisterJobDefinition").input_shape


def said(members: object, shape: Any) -> list[str]:
    return [str(problem) for problem in problems(members, shape)]


@pytest.mark.parametrize(
    "properties",
    [
        {"containerProperties": CONTAINER},
        {"ecsProperties": TASK},
        {"eksProperties": POD},
        {"nodeProperties": NODES, "type": "multinode"},
    ],
)
def test_good_documents_of_all_shapes(properties: dict[str, Any], shape: Any) -> None:
    assert said({"jobDefinitionName": "x", "type": "container", **properties}, shape) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "contaner"}, 'type: "contaner": one of container, multinode'),
        ({"jobDefinitionName": 5}, 'jobDefinitionName: 5: a text in "quotes"'),
        ({"jobDefinitionName": None}, 'jobDefinitionName: null: a text in "quotes"'),
        ({"timeout": {"attemptDurationSeconds": "60"}}, "a whole number"),
        ({"timeout": {"attemptDurationSeconds": True}}, "true: a whole number"),
        ({"propagateTags": "yes"}, 'propagateTags: "yes": true or false'),
        ({"parameters": {"date": 3}}, 'parameters.date: 3: a text in "quotes"'),
        ({"containerProperties": {"vcpu": 1}}, "containerProperties.vcpu: not known here; vcpus"),
        ({"containerProperties": []}, "containerProperties: []: members in {braces}"),
        ({"retryStrategy": {"evaluateOnExit": [{}]}}, "evaluateOnExit[0].action: is missing"),
    ],
)
def test_field_value_and_what_is_right(change: dict[str, Any], words: str, shape: Any) -> None:
    (problem,) = said({**GOOD, **change}, shape)
    assert words in problem


def test_several_problems_are_told_at_once(shape: Any) -> None:
    found = said({"kind": "x", "parameters": []}, shape)
    assert len(found) == 4
    assert found[0].startswith("kind: not known here; known are jobDefinitionName, type")
    assert "jobDefinitionName: is missing" in found[2]


@pytest.mark.parametrize("document", [[], "text", None, 3])
def test_what_is_no_object(document: object, shape: Any) -> None:
    (problem,) = said(document, shape)
    assert problem.endswith("an object in {braces}")


def test_secrets_are_not_quoted(shape: Any) -> None:
    for value in (22334455, ["hunter22"]):
        variable = {"name": "TOKEN", "value": value}
        container = {**CONTAINER, "environment": [variable]}
        (problem,) = said({**GOOD, "containerProperties": container}, shape)
        assert "environment[0].value: ******" in problem
        assert "2233" not in problem
        assert "hunter" not in problem


def test_at_most_24_kib(shape: Any) -> None:
    assert said({**GOOD, "parameters": {"x": "y" * 24_000}}, shape) == []
    (problem,) = said({**GOOD, "parameters": {"x": "y" * 25_000}}, shape)
    assert "at most 24576" in problem


def test_names_that_would_steer_a_terminal_are_cleaned(shape: Any) -> None:
    (problem,) = said({**GOOD, "\x1b]0;pwned\x07x": 1}, shape)
    assert "\x1b" not in problem
    (problem,) = said({**GOOD, "type": "\x1b]0;pwned\x07"}, shape)
    assert "\x1b" not in problem
    assert "\\u001b" in problem


def test_what_only_botocore_checks_is_told_in_its_words(shape: Any) -> None:
    pod = {"podProperties": {"volumes": [{"name": "v", "emptyDir": {"sizeLimit": ""}}]}}
    members = {"jobDefinitionName": "x", "type": "container", "eksProperties": pod}
    (problem,) = said(members, shape)
    assert "eksProperties.podProperties.volumes[0].emptyDir.sizeLimit" in problem
