from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from batchdeck.docker.engine import Engine
from batchdeck.domain.definition_document import DefinitionDocument, WhichContainerError
from batchdeck.domain.image import Repository
from batchdeck.shipping.plan import IMAGE_TAG, Plan
from tests.shipping.checks.test_image import Described
from tests.shipping.test_order import ORDER

OLD = DefinitionDocument(
    {
        "jobDefinitionName": "worker",
        "type": "container",
        "containerProperties": {"image": "old", "command": ["run"]},
        "tags": {"team": "genome"},
    }
)
ARM_ONLY = {"a": frozenset({"arm64"})}


def plan(base: DefinitionDocument = OLD) -> Plan:
    """What is known of an order."""
    return Plan(ORDER, base=base)


def test_a_revision_changes_the_image_and_says_its_tag() -> None:
    new = plan().revision("new")
    assert new.members == {
        "jobDefinitionName": "worker",
        "type": "container",
        "containerProperties": {"image": "new", "command": ["run"]},
        "tags": {"team": "genome", IMAGE_TAG: "1.2"},
    }
    assert plan().difference(new) == ("image: old -> new", f"tag {IMAGE_TAG}: none -> 1.2")
    assert plan(new).difference(new) == ()


def test_another_tag_of_the_same_image_needs_no_revision() -> None:
    known = plan()
    known.base_reference = "worker:3"
    assert known.has_image(known.revision("old"))
    assert not known.has_image(known.revision("new"))
    known.base_reference = ""
    assert not known.has_image(known.revision("old")), "it has yet to be registered"


def test_what_a_definition_says_is_not_obeyed() -> None:
    properties = {"image": "a\x1b]52;c;aGk=\x07b"}
    hostile = DefinitionDocument({**OLD.members, "containerProperties": properties})
    known = plan(hostile)
    assert known.difference(known.revision("new"))[0] == "image: ab -> new"


def test_an_order_without_a_tag_keeps_the_tags() -> None:
    bare = Plan(replace(ORDER, tag=""), base=OLD)
    assert bare.revision("new").members["tags"] == {"team": "genome"}
    assert bare.difference(bare.revision("new")) == ("image: old -> new",)


def test_a_container_that_is_not_there() -> None:
    named = Plan(replace(ORDER, container="side"), base=OLD)
    with pytest.raises(WhichContainerError, match="container side"):
        named.revision("new")


def test_what_to_build_for() -> None:
    known = plan()
    assert known.platform == ""
    known.machines = ARM_ONLY
    assert known.platform == "linux/arm64"
    known.engine = cast("Engine", Described())
    assert known.platform == "", "it runs that itself"
    known.machines = {"a": frozenset({"amd64"})}
    assert known.platform == "linux/amd64"
    known.order = replace(ORDER, platform="linux/s390x")
    assert known.platform == "linux/s390x"


def test_where_to_push_to() -> None:
    assert plan().repository_uri == ""
    known = Plan(ORDER, repository=Repository("worker", "localhost:5000/worker"))
    assert known.repository_uri == "localhost:5000/worker"
