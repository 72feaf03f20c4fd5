"""Documents of all four shapes, and their images."""

from __future__ import annotations

from typing import Any

import pytest

from batchdeck.domain.definition_document import (
    ContainerImage,
    DefinitionDocument,
    DocumentProblem,
    WhichContainerError,
    images,
    revealed,
    with_image,
)
from batchdeck.domain.secret import Secret

CONTAINER = {"image": "etl:1", "environment": [{"name": "TOKEN", "value": Secret("hunter22")}]}
SINGLE = DefinitionDocument({"jobDefinitionName": "etl", "containerProperties": CONTAINER})
TASK = DefinitionDocument(
    {
        "jobDefinitionName": "task",
        "ecsProperties": {
            "taskProperties": [{"containers": [{"name": "app", "image": "a:1"}, {"image": "b:1"}]}]
        },
    }
)
NODES = DefinitionDocument(
    {
        "jobDefinitionName": "nodes",
        "nodeProperties": {
            "numNodes": 4,
            "nodeRangeProperties": [
                {"targetNodes": "0:0", "container": {"image": "main:1"}},
                {
                    "targetNodes": "1:3",
                    "ecsProperties": {
                        "taskProperties": [{"containers": [{"name": "w", "image": "w:1"}]}]
                    },
                },
            ],
        },
    }
)
POD = DefinitionDocument(
    {
        "jobDefinitionName": "pod",
        "eksProperties": {
            "podProperties": {
                "containers": [{"name": "app", "image": "p:1"}],
                "initContainers": [{"name": "app", "image": "i:1"}],
            }
        },
    }
)


def named(document: DefinitionDocument) -> dict[str, str]:
    return {one.container: one.image for one in images(document)}


def test_every_container_is_named() -> None:
    assert images(SINGLE) == (ContainerImage("", "etl:1"),)
    assert named(TASK) == {"app": "a:1", "1": "b:1"}
    assert named(NODES) == {"0:0": "main:1", "1:3/w": "w:1"}
    assert named(POD) == {"app": "p:1", "init/app": "i:1"}


@pytest.mark.parametrize("document", [SINGLE, TASK, NODES, POD])
def test_another_image_changes_nothing_else(document: DefinitionDocument) -> None:
    before = named(document)
    for container in before:
        changed = with_image(document, "new:2", container=container)
        assert named(changed) == {**before, container: "new:2"}
        back = with_image(changed, before[container], container=container)
        assert back == document
    assert named(document) == before


def test_the_only_container_needs_no_name() -> None:
    assert named(with_image(SINGLE, "etl:2")) == {"": "etl:2"}


@pytest.mark.parametrize("document", [TASK, NODES, POD])
def test_of_several_containers_one_must_be_named(document: DefinitionDocument) -> None:
    with pytest.raises(WhichContainerError, match="2 containers, say which") as raised:
        with_image(document, "new:2")
    for container in named(document):
        assert container in str(raised.value)


def test_a_container_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(WhichContainerError, match="container web: not in task, it has: app, 1"):
        with_image(TASK, "new:2", container="web")


def test_secrets_do_not_show_but_are_sent() -> None:
    assert "hunter22" not in repr(SINGLE)
    environment: Any = SINGLE.plain["containerProperties"]["environment"]
    assert environment == [{"name": "TOKEN", "value": "hunter22"}]
    assert revealed((Secret("a"), 1, None)) == ["a", 1, None]


def test_its_length_is_that_of_what_is_sent() -> None:
    document = DefinitionDocument({"jobDefinitionName": "é"})
    assert document.bytes == len('{"jobDefinitionName": "\\u00e9"}')
    assert document.name == "é"
    assert DefinitionDocument({"jobDefinitionName": 5}).name == ""


def test_a_problem_in_words() -> None:
    assert str(DocumentProblem("type", '"x"', "one of a, b")) == 'type: "x": one of a, b'
    assert str(DocumentProblem("type", "", "is missing")) == "type: is missing"
