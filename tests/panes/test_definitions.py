from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.job import Container
from batchdeck.domain.resources import JobDefinition
from batchdeck.panes.definitions import DefinitionsPane, images_text, newest, platform
from tests.panes.pane_app import showing

ALIGN = JobDefinition(
    "align", 7, "arn:7", "container", "ACTIVE", containers=(Container(image="genome:7"),)
)
OLD = replace(ALIGN, revision=10, arn="arn:10")


def test_of_each_name_only_the_newest_revision_counts() -> None:
    report = replace(ALIGN, name="a-report", revision=1)
    assert newest([ALIGN, OLD, report]) == (report, OLD)
    assert newest([]) == ()


def test_where_it_can_run_or_what_it_is() -> None:
    assert platform(replace(ALIGN, platforms=("EC2", "FARGATE"))) == "EC2+FARGATE"
    assert platform(replace(ALIGN, type="multinode")) == "multinode"


def test_images_by_their_ends_and_each_once() -> None:
    containers = [Container(image=f"1.dkr.ecr/{name}") for name in ("a:1", "b:2", "a:1")]
    assert images_text(replace(ALIGN, containers=tuple(containers))) == "a:1, b:2"
    assert images_text(replace(ALIGN, containers=())) == ""


async def test_a_new_revision_stays_on_its_line() -> None:
    async with showing(lambda: DefinitionsPane(id="definitions")) as (app, pilot):
        app.pane.show([replace(ALIGN, name="a-report"), ALIGN])
        app.pane.take_keys()
        await pilot.press("G")
        app.pane.show([replace(ALIGN, name="a-report"), OLD])
        await pilot.pause()
        assert app.pane.table.selected is OLD
        assert app.lines()[3].split() == ["align", "10", "EC2"]
        assert app.pane.set_filter("image:genome:7") == ""
