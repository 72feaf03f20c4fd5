"""What is told to differ, and what counts as the same."""

from __future__ import annotations

from typing import Any

import pytest

from batchdeck.domain.definition_difference import (
    ABSENT,
    Change,
    DiffLine,
    differences,
    made_from,
    secrets,
    unified,
)
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.secret import Secret


def document(**container: Any) -> DefinitionDocument:
    return DefinitionDocument({"jobDefinitionName": "etl", "containerProperties": container})


def variables(**values: str) -> list[dict[str, Any]]:
    return [{"name": name, "value": Secret(value)} for name, value in values.items()]


def told(old: DefinitionDocument, new: DefinitionDocument) -> list[tuple[str, str, str]]:
    return [(one.path, one.old_text, one.new_text) for one in differences(old, new)]


def test_only_what_changed() -> None:
    old = document(image="etl:1", command=["etl", "--fast"], user="root")
    new = document(image="etl:2", command=["etl"], user="root")
    assert told(old, new) == [
        ("containerProperties.image", '"etl:1"', '"etl:2"'),
        ("containerProperties.command", '["etl","--fast"]', '["etl"]'),
    ]
    assert told(old, old) == []


def test_a_changed_secret_is_told_and_not_shown() -> None:
    old = document(environment=variables(TOKEN="hunter22", STAGE="prod"))
    new = document(environment=variables(TOKEN="hunter23", STAGE="prod"))
    (change,) = differences(old, new)
    path = "containerProperties.environment[TOKEN].value"
    assert (change.path, change.old_text, change.new_text) == (path, '"******"', '"******"')
    assert "hunter" not in repr(change)
    shown = {where: value.reveal() for where, value in secrets([change])}
    assert shown == {"TOKEN (old)": "hunter22", "TOKEN (new)": "hunter23"}


def test_secrets_of_the_same_name_are_told_apart_by_their_paths() -> None:
    pods = [{"name": name, "env": variables(TOKEN=name)} for name in ("a", "b")]
    new = DefinitionDocument({"eksProperties": {"podProperties": {"containers": pods}}})
    path = "eksProperties.podProperties.containers"
    assert [place for place, _ in secrets(differences(DefinitionDocument({}), new))] == [
        f"{path}[a].env[TOKEN].value (new)",
        f"{path}[b].env[TOKEN].value (new)",
    ]


def test_what_has_a_name_is_compared_by_it_whatever_the_order() -> None:
    old = document(environment=variables(A="1", B="2", GONE="3"))
    new = document(environment=variables(NEW="4", B="2", A="1"))
    assert told(old, new) == [
        ("containerProperties.environment[GONE].value", '"******"', ""),
        ("containerProperties.environment[NEW].value", "", '"******"'),
    ]


def test_sizes_are_compared_by_their_type_and_nodes_by_their_range() -> None:
    sizes = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]
    more = [{"type": "MEMORY", "value": "1024"}, {"type": "VCPU", "value": "1"}]
    path = "containerProperties.resourceRequirements[MEMORY].value"
    assert told(document(resourceRequirements=sizes), document(resourceRequirements=more)) == [
        (path, '"512"', '"1024"')
    ]
    ranges = [{"targetNodes": "0:3", "container": {"image": "a"}}]
    other = [{"targetNodes": "0:3", "container": {"image": "b"}}]
    found = told(
        DefinitionDocument({"nodeProperties": {"nodeRangeProperties": ranges}}),
        DefinitionDocument({"nodeProperties": {"nodeRangeProperties": other}}),
    )
    path = "nodeProperties.nodeRangeProperties[0:3].container.image"
    assert found == [(path, '"a"', '"b"')]


def test_what_has_no_name_or_twice_the_same_is_compared_by_its_place() -> None:
    rules = [{"action": "RETRY", "onExitCode": "1"}, {"action": "EXIT", "onExitCode": "*"}]
    old = DefinitionDocument({"retryStrategy": {"evaluateOnExit": rules}})
    new = DefinitionDocument({"retryStrategy": {"evaluateOnExit": rules[:1]}})
    assert told(old, new) == [
        ("retryStrategy.evaluateOnExit[1].action", '"EXIT"', ""),
        ("retryStrategy.evaluateOnExit[1].onExitCode", '"*"', ""),
    ]
    twice = [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/b"}]
    changed = [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/c"}]
    assert told(document(volumeMounts=twice), document(volumeMounts=changed)) == [
        ("containerProperties.volumeMounts[1].mountPath", '"/b"', '"/c"')
    ]


def test_a_whole_part_that_is_new_is_told_value_by_value() -> None:
    options = {"logDriver": "awslogs", "options": {"awslogs-group": "/etl"}}
    assert told(document(), document(logConfiguration=options)) == [
        ("containerProperties.logConfiguration.logDriver", "", '"awslogs"'),
        ("containerProperties.logConfiguration.options.awslogs-group", "", '"/etl"'),
    ]


def test_nothing_and_empty_are_not_the_same_and_nor_are_one_and_true() -> None:
    assert differences(document(), document(ulimits=[])) == (
        Change("containerProperties.ulimits", ABSENT, []),
    )
    assert told(document(privileged=1), document(privileged=True)) == [
        ("containerProperties.privileged", "1", "true")
    ]


def test_names_that_would_steer_a_terminal_stand_escaped() -> None:
    old = DefinitionDocument({"tags": {}})
    new = DefinitionDocument({"tags": {"\x1b]0;x\x07 a": "\x1b[2J"}})
    assert told(old, new) == [('tags["\\u001b]0;x\\u0007 a"]', "", '"\\u001b[2J"')]


def test_the_unified_view_shows_changed_lines_with_some_around_them() -> None:
    old = document(image="etl:1", environment=variables(TOKEN="hunter22"), user="root")
    new = document(user="root", image="etl:2", environment=variables(TOKEN="hunter23"))
    lines = unified(old, new, context=1)
    changed = [line for line in lines if line.sign in "+-"]
    assert changed == [
        DiffLine("-", '        "value": "******"'),
        DiffLine("+", '        "value": "******"'),
        DiffLine("-", '    "image": "etl:1",'),
        DiffLine("+", '    "image": "etl:2",'),
    ]
    assert DiffLine(" ", "    ],") in lines
    assert all("jobDefinitionName" not in line.text for line in lines)
    assert DiffLine("@", "") in unified(old, new, context=0)
    assert unified(old, old) == ()


SENT = document(
    image="etl:1", environment=variables(A="1", B="2"), command=["x"], volumes=[], user="u"
)


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (SENT, True),
        # AWS fills in defaults and may change the order of what has a name.
        (
            document(
                image="etl:1",
                environment=variables(B="2", A="1"),
                command=["x"],
                user="u",
                ulimits=[],
                fargatePlatformConfiguration={"platformVersion": "LATEST"},
            ),
            True,
        ),
        (document(image="etl:2", environment=variables(A="1", B="2"), command=["x"]), False),
        (document(image="etl:1", environment=variables(A="1"), command=["x"], user="u"), False),
        (
            document(
                image="etl:1",
                environment=variables(A="1", B="2", C="3"),
                command=["x"],
                user="u",
            ),
            False,
        ),
        (
            document(image="etl:1", environment=variables(A="1", B="9"), command=["x"], user="u"),
            False,
        ),
    ],
)
def test_what_aws_may_have_made_from_a_request(found: DefinitionDocument, same: bool) -> None:
    assert made_from(found, SENT) is same


def test_a_variable_without_a_value_may_be_dropped_by_aws() -> None:
    sent = document(environment=variables(A="1", EMPTY=""))
    assert made_from(document(environment=variables(A="1")), sent)
    assert made_from(document(), document(environment=variables(EMPTY="")))
