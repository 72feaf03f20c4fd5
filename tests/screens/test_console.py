"""The console on an embedded account: what is shown, narrowed and kept in place."""

from __future__ import annotations

import pytest

from batchdeck.panes.why import WhyPane
from batchdeck.widgets.virtual_table import VirtualTable
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, console, gone, painted, seen, until
from tests.screens.test_stop import stuck_queue


async def test_the_first_frame_needs_no_account_and_the_account_fills_it(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment("FARGATE"))
    definition = cloud.definition()
    async with console(cloud.endpoint) as pilot:
        assert "Environments" in painted(pilot.app)
        await seen(pilot, queue, definition, "local account", "live", "FARGATE")
        await seen(pilot, "no jobs yet: n submits one")


async def test_jobs_of_all_queues_and_states_are_in_one_table_newest_first(cloud: Cloud) -> None:
    stuck = cloud.queue(cloud.environment(subnets=[cloud.subnet(public=False, routed=False)]))
    other = cloud.queue()
    cloud.submit(stuck, name="waits-for-ever")
    cloud.wait(cloud.submit(other, name="ends-badly"), "FAILED")
    async with console(cloud.endpoint) as pilot:
        screen = await seen(pilot, "waits-for-ever", "ends-badly", "RUNNABLE", "FAILED")
        assert screen.index("ends-badly") < screen.index("waits-for-ever")


async def test_the_cursor_stays_on_its_job_when_newer_ones_come(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.submit(queue, name="the-old-one")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "the-old-one")
        await pilot.pause(0.2)
        cloud.submit(queue, name="the-new-one")
        await seen(pilot, "the-new-one")
        selected = pilot.app.screen.query_one("#jobs-table", VirtualTable).selected
        assert selected is not None
        assert selected.name == "the-old-one"


async def test_enter_on_a_queue_narrows_the_jobs_and_escape_widens_them(cloud: Cloud) -> None:
    first, second = sorted((cloud.queue(), cloud.queue()))
    cloud.submit(first, name="in-the-first")
    cloud.submit(second, name="in-the-second")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "in-the-first", "in-the-second")
        await pilot.press("2", "g", "enter")
        await gone(pilot, "in-the-second")
        assert f"queue {first}" in await seen(pilot, "in-the-first")
        await pilot.press("escape")
        await seen(pilot, "in-the-second")


async def test_a_filter_narrows_as_it_is_typed(cloud: Cloud) -> None:
    queue = cloud.queue()
    for name in ("alpha", "beta", "gamma"):
        cloud.submit(queue, name=name)
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "alpha", "beta", "gamma")
        await pilot.press("slash", *"!beta")
        assert "RUNNABLE   beta" not in await seen(pilot, "4 Jobs 2/3")
        await pilot.press("enter", "escape")
        await seen(pilot, "beta", "4 Jobs 3")


async def test_a_broken_filter_is_explained_and_changes_nothing(cloud: Cloud) -> None:
    cloud.submit(cloud.queue(), name="alpha")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "alpha")
        await pilot.press("slash", *"(alp")
        await seen(pilot, "alpha", "(alp")
        prompt = pilot.app.screen.query_one("#prompt-problem")
        assert prompt.size.width > 5


async def test_one_pane_at_a_time_on_a_small_screen(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.submit(queue, name="alpha")
    async with console(cloud.endpoint, NARROW) as pilot:
        assert "Environments" not in await seen(pilot, "4 Jobs", "alpha")
        await pilot.press("2")
        assert "4 Jobs" not in await seen(pilot, "2 Queues", queue)
        await pilot.press("4", "d")
        await seen(pilot, "5 Detail", "Overview", "alpha")
        await pilot.press("escape")
        await seen(pilot, "4 Jobs")


async def test_commands_are_understood_from_their_beginning(cloud: Cloud) -> None:
    async with console(cloud.endpoint, NARROW) as pilot:
        await seen(pilot, "4 Jobs")
        await pilot.press("colon", *"def", "enter")
        await seen(pilot, "3 Definitions")
        await pilot.press("colon", *"nonsense", "enter")
        await seen(pilot, "no such command")


async def test_help_lists_the_live_keys(cloud: Cloud) -> None:
    async with console(cloud.endpoint) as pilot:
        await pilot.press("question_mark")
        screen = await seen(pilot, "Keys", "Everywhere", "Moving in a table")
        assert "ctrl+d" in screen


async def test_an_account_that_cannot_be_reached_is_told_in_words(cloud: Cloud) -> None:
    async with console("http://127.0.0.1:9") as pilot:
        await seen(pilot, "cannot be reached")


async def test_nothing_is_asked_about_a_job_whose_detail_cannot_be_seen(cloud: Cloud) -> None:
    cloud.submit(stuck_queue(cloud), name="alpha")
    async with console(cloud.endpoint, NARROW) as pilot:

        def asking() -> bool:
            return any(worker.group == "detail" for worker in pilot.app.workers)

        await seen(pilot, "alpha", "live")
        assert not asking()
        await pilot.press("d")
        await seen(pilot, "5 Detail", "busybox")
        assert asking()
        await pilot.press("escape")
        await seen(pilot, "4 Jobs")
        await until(lambda: not asking())


async def test_only_troubled_jobs_and_another_order(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.wait(cloud.submit(queue, name="zeta-failed"), "FAILED")
    cloud.submit(stuck_queue(cloud), name="alpha-waits")
    async with console(cloud.endpoint) as pilot:
        screen = await seen(pilot, "zeta-failed", "alpha-waits", "live")
        assert screen.index("alpha-waits") < screen.index("zeta-failed")
        await pilot.press("ctrl+z")
        await seen(pilot, "4 Jobs 1/2", "only troubled")
        await pilot.press("ctrl+z", "S", "S", "S", "S")
        screen = await seen(pilot, "Name▾", "4 Jobs 2 ")
        assert screen.index("zeta-failed") < screen.index("alpha-waits")


async def test_pausing_stops_every_call_and_going_on_asks_at_once(cloud: Cloud) -> None:
    queue = stuck_queue(cloud)
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, queue, "live")
        await pilot.press("p")
        await seen(pilot, "paused")
        assert pilot.app.screen.query_one(WhyPane).paused
        cloud.submit(queue, name="while-away")
        await pilot.pause(1.5)
        assert "while-away" not in painted(pilot.app)
        await pilot.press("p")
        await seen(pilot, "while-away", "live")


async def test_q_goes_back_and_leaves_at_the_root() -> None:
    async with console("http://127.0.0.1:9") as pilot:
        await seen(pilot, "4 Jobs")
        await pilot.press("plus")
        await gone(pilot, "1 Environments")
        await pilot.press("q")
        await seen(pilot, "1 Environments")
        await pilot.press("2", "q")
        assert pilot.app.return_code is None
        await pilot.press("q")
        await until(lambda: pilot.app.return_code == 0)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_enter_on_an_array_shows_its_children_and_escape_comes_back(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    cloud.submit(stuck_queue(cloud), name="other")
    array = cloud.submit(stuck_queue(cloud), name="many", arrayProperties={"size": 3})
    cloud.wait(array, "PENDING")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "many [3]", "other", "live")
        await pilot.press("g")
        table = pilot.app.screen.query_one("#jobs-table", VirtualTable)
        await until(lambda: table.selected is not None and table.selected.name == "many")
        await pilot.press("enter")
        await seen(pilot, "many:0", "many:1", "many:2", "array many", "4 Jobs 3")
        await pilot.press("g", "j", "d")
        await seen(pilot, "Overview", f"{array}:1")
        await pilot.press("escape")
        await seen(pilot, "4 Jobs 3")
        await pilot.press("escape")
        await seen(pilot, "many [3]", "other")
        assert table.selected is not None
        assert table.selected.id == array
