"""What editors leave that cannot be registered, and editors that fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, console, seen
from tests.screens.definitions_in import (
    NEW_IMAGE,
    active,
    described,
    etl_with_a_secret,
    opened_change,
    with_editor,
)

BIG = """
printf '{"jobDefinitionName":"x","type":"container","parameters":{"a":"' > $1
head -c 25000 /dev/zero | tr '\\0' a >> $1
printf '"}}' >> $1
"""


@pytest.fixture(autouse=True)
def etl(cloud: Cloud) -> str:
    """A definition with a secret in it."""
    return etl_with_a_secret(cloud)


async def test_what_cannot_be_read_goes_back_into_the_editor_as_it_was_left(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """First it breaks the text, then it finds its own words there and mends them."""
    broken = 's/"image": "etl:v1"/MY WORK "etl:v9"/'
    mended = 's/MY WORK/"image":/'
    script = f"if grep -q 'MY WORK' $1; then sed -i '{mended}' $1; else sed -i '{broken}' $1; fi"
    with_editor(monkeypatch, tmp_path, script)
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "This cannot be registered", "column", "MY WORK", "as you left it")
        await pilot.press("ctrl+s")
        await pilot.press("enter")
        await seen(pilot, "1 value differs", '+ "etl:v9"')
    assert active(cloud, "etl") == [1]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('sed -i \'s/"VCPU"/"CPUS"/\' $1', '"CPUS": one of GPU, VCPU, MEMORY'),
        ('sed -i \'s/"image"/"imgae"/\' $1', "containerProperties.imgae: not known here; image"),
        ("sed -i 's/: 60/: \"60\"/' $1", 'attemptDurationSeconds: "60": a whole number'),
        (": > $1", "line 1, column 1: the text is empty"),
        ("head -c 40 $1 > $1.x; mv $1.x $1", "line 3, column"),
        ("printf '\\377\\376\\000' > $1", "the byte 0xff is not UTF-8"),
        ("printf '\\033]0;pwned\\007{' > $1", "line 1, column 1: expecting value"),
        ("echo '[]' > $1", "an object in {braces}"),
        (
            BIG,
            "at most 24576",
        ),
    ],
)
async def test_hostile_editors_register_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, words: str
) -> None:
    with_editor(monkeypatch, tmp_path, script)
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "This cannot be registered", words)
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert active(cloud, "etl") == [1]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo '{}' > $1; exit 1", "ended with code 1: what it left is not taken"),
        ("rm $1", "left no file to read"),
    ],
)
async def test_an_editor_that_gives_up(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, words: str
) -> None:
    with_editor(monkeypatch, tmp_path, script)
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, words, "The editor shows real values")
        await pilot.press("escape")
        await seen(pilot, "3 Definitions")
    assert active(cloud, "etl") == [1]


async def test_an_editor_that_is_not_there_is_told_in_full(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_editor(monkeypatch, tmp_path, "true")
    monkeypatch.setenv("VISUAL", "/no/such/editor --wait")
    async with console(cloud.endpoint, NARROW) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "cannot be started: No such file", "EDITOR")


async def test_an_editor_that_fails_later_leaves_what_was_seen_before(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is sent is what is shown, whatever became of the editor meanwhile."""
    script = f"if grep -q etl:v2 $1; then echo '{{}}' > $1; exit 1; fi; {NEW_IMAGE}"
    with_editor(monkeypatch, tmp_path, script)
    async with console(cloud.endpoint) as pilot:
        await opened_change(pilot)
        await pilot.press("enter")
        await seen(pilot, "1 value differs")
        await pilot.press("e")
        await seen(pilot, "ended with code 1", "1 value differs")
        await pilot.press("ctrl+s")
        await seen(pilot, "etl:2 is registered")
    assert described(cloud, "etl:2")["containerProperties"]["image"] == "etl:v2"
