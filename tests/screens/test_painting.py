"""What is painted when names, reasons and logs mean harm, and where the terminal can do little."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from batchdeck.settings import Settings
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, Driver, console, painted, seen
from tests.screens.faulty_line import faulty_line

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "x\x1b]52;c;QUJD\x07\x1b[31m\u202ey[red]z[/]"
CLEANED = "xy[red]z[/]"
JAPANESE = "夜間バッチ処理の集計とレポートの作成"
SCREENS: Sequence[tuple[Sequence[str], str]] = (
    (("question_mark",), "Everywhere"),
    (("at",), "As a command"),
    (("v",), "Environment variables"),
    (("ctrl+d",), "Stop a job"),
    (("n",), "Submit a job"),
    (("2", "plus"), "2 Queues"),
)


def widths(pilot: Driver) -> set[int]:
    """How many cells the painted lines take."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return {sum(segment.cell_length for segment in strip) for strip in strips}


async def tour(pilot: Driver) -> str:
    """Everything that the tabs and the screens show of the job under the cursor."""
    shown = painted(pilot.app)
    for key, words in (("y", "[JSON]"), ("w", "[Why]"), ("l", "[Logs]"), ("d", "[Overview]")):
        await pilot.press(key)
        shown += await seen(pilot, words)
        assert widths(pilot) == {pilot.app.size.width}
    await seen(pilot, "Image ")
    await pilot.press("4")
    for keys, words in SCREENS:
        await pilot.press(*keys)
        shown += await seen(pilot, words)
        assert widths(pilot) == {pilot.app.size.width}
        await pilot.press("escape")
        await pilot.pause()
    return shown


async def test_nothing_hostile_reaches_the_screen_and_markup_is_only_text(cloud: Cloud) -> None:
    variables = [{"name": HOSTILE, "value": HOSTILE}]
    definition = cloud.definition(
        container={"command": [HOSTILE, "x"], "environment": variables, "image": "busybox"},
        parameters={HOSTILE: HOSTILE},
    )
    job = cloud.submit(cloud.queue(), definition, name="hostile", tags={"team": "[/][red]"})
    cloud.wait(job, "FAILED")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "hostile", CLEANED, "team = [/][red]")
        shown = await tour(pilot)
        assert CLEANED in shown
        assert CONTROL.search(shown) is None
        assert "52;c" not in shown


async def test_markup_in_an_error_is_only_text(cloud: Cloud) -> None:
    async with faulty_line(cloud.endpoint) as line:
        line.errors["/v1/describecomputeenvironments"] = (400, "[/][red]Odd")
        async with console(line.url) as pilot:
            await seen(pilot, "[/][red]Odd")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "160x48"])
async def test_wide_characters_keep_every_line_as_wide_as_the_screen(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    definition = cloud.definition(
        container={"command": ["echo", JAPANESE]}, parameters={"題": JAPANESE}
    )
    cloud.submit(cloud.queue(), definition, name="wide", tags={"名前": JAPANESE})
    async with console(cloud.endpoint, size, note=JAPANESE) as pilot:
        await seen(pilot, "wide")
        shown = await tour(pilot)
        assert JAPANESE[:6] in shown


async def test_an_ascii_screen_is_ascii_everywhere(cloud: Cloud) -> None:
    definition = cloud.definition(container={"environment": [{"name": "A", "value": "b"}]})
    cloud.submit(cloud.queue(), definition, name="plain")
    settings = Settings(ascii=True, refresh_seconds=1)
    async with console(cloud.endpoint, settings=settings) as pilot:
        await seen(pilot, "plain", "A = ", "live")
        shown = await tour(pilot)
        assert {character for character in shown if not character.isascii()} == set()
