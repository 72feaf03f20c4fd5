from __future__ import annotations

import pytest

from batchdeck.aws.errors import RefusedError, UncertainError, UnreachableError
from batchdeck.definitions.registering import (
    NotFound,
    Refused,
    Registered,
    Registering,
    RegisterState,
    Uncertain,
)
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.panes.registration import Draft, draft_lines, problem_lines, state_lines
from batchdeck.widgets.text_view import Line

OLD = DefinitionDocument({"jobDefinitionName": "etl", "parameters": {"date": "1"}})
NEW = DefinitionDocument({"jobDefinitionName": "etl", "parameters": {"date": "2"}})


def text(lines: list[Line]) -> str:
    return "\n".join("".join(span for span, _ in line) for line in lines)


def test_what_is_new_and_the_command() -> None:
    draft = Draft("etl:1", OLD, NEW, "aws batch register-job-definition")
    shown = text(list(draft_lines(draft, as_json=False)))
    assert "parameters.date" in shown
    assert "Command      aws batch register-job-definition" in shown
    assert shown.startswith("ctrl+s registers this")
    assert "another name" not in shown


def test_another_name_is_told() -> None:
    other = DefinitionDocument({**NEW.members, "jobDefinitionName": "etl2"})
    shown = text(list(draft_lines(Draft("etl:1", OLD, other, "aws"), as_json=True)))
    assert "another name: this becomes a revision of etl2, not etl" in shown


def test_problems_and_the_way_back() -> None:
    shown = text(list(problem_lines(["type: one of a, b"])))
    assert "type: one of a, b" in shown
    assert "enter goes back into the editor" in shown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Registering("aws batch"), "registering\naws batch"),
        (Registered("etl:4"), "registered: etl:4"),
        (Registered("etl:4", found=True), "registered: etl:4, found after its answer was lost"),
        (Uncertain(UncertainError("no answer")), "It is not sent again.\nno answer"),
        (NotFound(), "No such revision showed up."),
        (NotFound(UnreachableError("cut")), "\ncut\n"),
        (Refused(RefusedError("bad image")), "nothing was registered\nbad image\n"),
    ],
)
def test_how_it_stands(state: RegisterState, words: str) -> None:
    assert words in text(list(state_lines(state)))
