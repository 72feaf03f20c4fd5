from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.panes.environments import EnvironmentsPane, kind_or_trouble, tone, vcpus
from batchdeck.widgets.column import Tone
from tests.panes.pane_app import showing

SPOT = ComputeEnvironment(
    "spot", "arn:spot", "SPOT", "ENABLED", "VALID", max_vcpus=64, desired_vcpus=8
)
OFF = replace(SPOT, name="off", arn="arn:off", state="DISABLED")
BROKEN = replace(SPOT, name="broken", arn="arn:broken", status="INVALID", reason="no role")
YOUNG = replace(SPOT, status="CREATING")


@pytest.mark.parametrize(
    ("environment", "word", "meaning"),
    [
        (SPOT, "SPOT", Tone.MUTED),
        (OFF, "DISABLED", Tone.WARN),
        (BROKEN, "INVALID", Tone.BAD),
        (YOUNG, "CREATING", Tone.WARN),
    ],
)
def test_what_keeps_one_from_working_takes_the_place_of_its_kind(
    environment: ComputeEnvironment, word: str, meaning: Tone
) -> None:
    assert kind_or_trouble(environment) == word
    assert tone(environment) == meaning


def test_how_full_it_is() -> None:
    assert vcpus(SPOT) == "8/64"
    assert vcpus(replace(SPOT, desired_vcpus=None)) == "-/64"
    assert vcpus(replace(SPOT, desired_vcpus=0)) == "0/64"
    assert vcpus(replace(SPOT, max_vcpus=None)) == "-"


async def test_the_table_and_what_its_filter_reads() -> None:
    async with showing(lambda: EnvironmentsPane(id="environments")) as (app, pilot):
        app.pane.show([BROKEN, OFF, SPOT])
        await pilot.pause()
        assert [line.split() for line in app.lines()[2:5]] == [
            ["broken", "INVALID", "8/64"],
            ["off", "DISABLED", "8/64"],
            ["spot", "SPOT", "8/64"],
        ]
        app.pane.set_filter("reason:role")
        assert app.pane.table.rows == [BROKEN]
        app.pane.set_filter("!state:disabled status:^valid")
        assert app.pane.table.rows == [SPOT]
