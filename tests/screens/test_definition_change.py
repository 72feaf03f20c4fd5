"""A new revision by way of an editor: real editors, and an account over the wire."""

from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.secret import Secret
from batchdeck.screens.definition_change import introduction, secret_names
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, console, painted, seen, until
from tests.screens.definitions_in import (
    NEW_IMAGE,
    TOKEN,
    active,
    described,
    etl_with_a_secret,
    on_definition,
    opened_change,
    revision,
    with_editor,
)
from tests.screens.faulty_line import faulty_line

REGISTER = "/v1/registerjobdefinition"


@pytest.fixture(autouse=True)
def etl(cloud: Cloud) -> str:
    """A definition with a secret in it."""
    return etl_with_a_secret(cloud)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_edited_seen_and_registered_once(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: tuple[int, int]
) -> None:
    seen_by_editor = tmp_path / "seen"
    with_editor(
        monkeypatch, tmp_path, f"cp $1 {seen_by_editor}; {NEW_IMAGE}; sed -i s/{TOKEN}/hunter23/ $1"
    )
    async with faulty_line(cloud.endpoint) as line, console(line.url, size) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(
            pilot,
            "2 values differ",
            '- "etl:v1"',
            '+ "etl:v2"',
            "environment[TOKEN].value",
            "aws batch register-job-definition",
            "ctrl+s registers this",
        )
        assert "hunter" not in painted(pilot.app)
        assert active(cloud, "etl") == [1]
        await pilot.press("ctrl+s")
        await seen(pilot, "etl:2 is registered", "3 Definitions")
        assert line.requests.count(REGISTER) == 1
        calls = pilot.app.screen_stack[0].account.calls.recent()  # type: ignore[attr-defined]
        (call,) = [call for call in calls if call.action == "batch:RegisterJobDefinition"]
        assert "hunter" not in call.line
    assert TOKEN in seen_by_editor.read_text()
    container = described(cloud, "etl:2")["containerProperties"]
    assert container["image"] == "etl:v2"
    assert container["environment"] == [{"name": "TOKEN", "value": "hunter23"}]
    assert described(cloud, "etl:2")["timeout"] == {"attemptDurationSeconds": 60}


async def test_nothing_changed_is_nothing_to_register(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, "true")
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "nothing was changed: it is what etl:1 is")
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert active(cloud, "etl") == [1]


async def test_a_terminal_that_cannot_be_given_away(cloud: Cloud) -> None:
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "this terminal cannot be given to an editor")


async def test_what_was_written_is_thrown_away_at_the_second_time_only(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, NEW_IMAGE)
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("u")
        await seen(pilot, '+     "image": "etl:v2"')
        await pilot.press("escape")
        await seen(pilot, "esc again throws it away")
        await pilot.press("escape")
        await seen(pilot, "3 Definitions")
    assert active(cloud, "etl") == [1]


async def test_a_changed_secret_is_revealed_alone(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, f"sed -i s/{TOKEN}/hunter23/ $1")
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("v")
        await seen(pilot, "TOKEN (old)", "TOKEN (new)")
        await pilot.press("j", "enter")
        await seen(pilot, "hunter23")
        assert TOKEN not in painted(pilot.app)


async def test_a_denial_is_told_and_the_text_is_kept(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, NEW_IMAGE)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.errors[REGISTER] = (403, "AccessDeniedException")
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("ctrl+s")
        await seen(pilot, "refused, nothing was registered", "RegisterJobDefinition is not allowed")
        line.errors.clear()
        await pilot.press("ctrl+s")
        await seen(pilot, "etl:2 is registered")
        assert line.requests.count(REGISTER) == 2
    assert active(cloud, "etl") == [1, 2]


async def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, NEW_IMAGE)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.lose_answers_to.add(REGISTER)
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("ctrl+s")
        await seen(pilot, "etl:2 is registered")
        assert line.requests.count(REGISTER) == 1
    assert active(cloud, "etl") == [1, 2]


async def test_a_revision_that_went_away_says_so(cloud: Cloud) -> None:
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        await on_definition(pilot, "etl")
        line.errors["/v1/describejobdefinitions"] = (403, "AccessDeniedException")
        await pilot.press("e")
        await seen(pilot, "DescribeJobDefinitions is not allowed")
        await pilot.press("enter", "ctrl+s", "v", "u", "escape")
        await seen(pilot, "3 Definitions")


async def test_from_an_older_revision(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    revision(cloud, "etl", "other:1")
    with_editor(monkeypatch, tmp_path, NEW_IMAGE)
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("enter")
        await seen(pilot, "Revisions of etl", "other:1")
        await pilot.press("j", "e")
        await seen(pilot, "A new revision from etl:1", "The editor shows")
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("ctrl+s")
        await seen(pilot, "etl:3 is registered", "Revisions of etl")
        await until(lambda: len(active(cloud, "etl")) == 3)


def test_without_secrets_there_is_nothing_to_warn_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "'")
    (file, _, _, editor) = introduction(DefinitionDocument({"jobDefinitionName": "etl"}))
    assert "removed when the editor ends" in file[0][0]
    assert "a quote is not closed" in editor[0][0]


def test_the_names_of_what_is_masked() -> None:
    options = {"splunk-token": Secret("x"), "splunk-url": "y"}
    container = {
        "environment": [{"name": "TOKEN", "value": Secret("x")}],
        "logConfiguration": {"options": options},
    }
    document = DefinitionDocument({"containerProperties": container})
    assert secret_names(document) == [
        "TOKEN",
        "containerProperties.logConfiguration.options.splunk-token",
    ]
