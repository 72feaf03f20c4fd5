from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.scope import Scope
from batchdeck.panes.jobs import JobsPane, JobsView, created, exit_code, exit_tone, job_name, reason
from batchdeck.widgets.column import Tone
from tests.panes.pane_app import PaneApp, showing
from tests.screens.console_app import gone, painted, seen

NOON = 1_763_640_000_000
MINUTE = 60_000
WAITS = Job("w", "waits", "etl", "RUNNABLE", NOON - 11 * MINUTE)
FAILED = Job("f", "breaks", "train", "FAILED", NOON - 9 * MINUTE, NOON - 8 * MINUTE, NOON - MINUTE)
DONE = Job("d", "a-done", "etl", "SUCCEEDED", NOON - MINUTE, NOON - 50_000, NOON - 4_000)
JOBS = (DONE, FAILED, WAITS)


def jobs() -> JobsPane:
    return JobsPane(id="jobs")


def names(app: PaneApp[JobsPane]) -> str:
    """The names in the order they are painted."""
    return " ".join(job.name for job in app.pane.table.rows)


async def test_a_job_that_waits_longer_than_ten_minutes_is_marked_from_that_moment_on() -> None:
    async with showing(jobs, (120, 8)) as (app, pilot):
        app.pane.show(JOBS)
        app.pane.look(JobsView(now=NOON - MINUTE))
        await pilot.pause()
        assert "10m" in painted(app)
        assert "stuck" not in painted(app)
        app.pane.look(JobsView(now=NOON))
        await pilot.pause()
        assert "stuck 11m" in painted(app)
        assert app.pane.is_stuck(WAITS)


async def test_what_is_long_depends_on_the_queue_and_on_when_it_became_runnable() -> None:
    async with showing(jobs) as (app, _):
        app.pane.look(JobsView(now=NOON, usual_waits={"etl": 4 * MINUTE}))
        assert not app.pane.is_stuck(WAITS)
        app.pane.look(JobsView(now=NOON, changed_at={"w": NOON - 2 * MINUTE}))
        assert not app.pane.is_stuck(WAITS)
        app.pane.look(JobsView(now=NOON))
        assert app.pane.is_stuck(WAITS)
        assert [app.pane.is_troubled(job) for job in JOBS] == [False, True, True]


def test_a_filter_reads_single_fields_as_it_reads_all_of_them() -> None:
    pane = jobs()
    job = Job("a-1", "align", "genome", "FAILED", 0, reason="x", definition="align:3", exit_code=1)
    fields = pane.fields(job)
    assert set(pane.text(job).split("\n")) == set(fields.values())
    assert {name: pane.field(job, name) for name in fields} == fields
    assert pane.field(job, "colour") is None


async def test_only_the_troubled_ones() -> None:
    async with showing(jobs, (120, 8)) as (app, pilot):
        app.pane.show(JOBS)
        app.pane.look(JobsView(now=NOON, only_troubled=True))
        await pilot.pause()
        assert names(app) == "breaks waits"
        assert "4 Jobs 2/3" in painted(app)
        assert "only troubled" in painted(app).splitlines()[-1]
        app.pane.say()
        app.pane.show((DONE,))
        await pilot.pause()
        assert "no troubled jobs: ctrl+z shows all" in painted(app)
        app.pane.look(JobsView(now=NOON))
        assert names(app) == "a-done"


async def test_an_empty_list_says_what_it_is_narrowed_to() -> None:
    async with showing(jobs) as (app, pilot):
        app.pane.say()
        await pilot.pause()
        assert "no jobs yet: n submits one" in painted(app)
        app.pane.look(JobsView(scope=Scope("queue", "etl")))
        await pilot.pause()
        assert "no jobs of queue etl" in painted(app)


async def test_sorting_goes_round_each_column_up_and_down_and_back_to_newest_first() -> None:
    async with showing(jobs, (120, 8)) as (app, pilot):
        app.pane.show(JOBS)
        app.pane.look(JobsView(now=NOON))
        orders = []
        for _ in range(9):
            app.pane.sort_next()
            orders.append((app.pane.table.sorted_by, app.pane.table.descending, names(app)))
        assert orders == [
            ("state", False, "waits a-done breaks"),
            ("state", True, "breaks a-done waits"),
            ("name", False, "a-done breaks waits"),
            ("name", True, "waits breaks a-done"),
            ("queue", False, "a-done waits breaks"),
            ("queue", True, "breaks waits a-done"),
            ("age", False, "a-done breaks waits"),
            ("age", True, "waits breaks a-done"),
            ("", False, "a-done breaks waits"),
        ]
        app.pane.sort_next()
        await pilot.pause()
        assert "State▴" in painted(app)


async def test_a_sorted_list_stays_sorted_when_jobs_come() -> None:
    async with showing(jobs) as (app, _):
        app.pane.sort_next()
        app.pane.show((replace(WAITS, id="n", status="SUBMITTED", name="young"), *JOBS))
        assert names(app) == "young waits a-done breaks"


async def test_wide_names_keep_every_line_as_wide_as_the_screen() -> None:
    wide = replace(
        DONE, id="x", name="夜間バッチ処理の集計とレポート", container_reason="失敗しました"
    )
    async with showing(jobs, (100, 8)) as (app, pilot):
        app.pane.show((wide, *JOBS))
        for width in (100, 99, 61, 40):
            await pilot.resize_terminal(width, 8)
            await pilot.pause()
            strips = app.screen._compositor.render_strips(app.size)
            assert {strip.cell_length for strip in strips} == {width}


def test_texts_of_the_columns() -> None:
    assert job_name(replace(DONE, array_size=100)) == "a-done [100]"
    assert job_name(DONE) == "a-done"
    assert created(DONE) == "11-20 11:59"
    assert [exit_code(replace(DONE, exit_code=code)) for code in (None, 0, 137)] == ["", "0", "137"]
    assert exit_tone(replace(DONE, exit_code=1)) == Tone.BAD
    assert exit_tone(replace(DONE, exit_code=0)) == Tone.MUTED


def test_the_most_telling_reason_is_shown() -> None:
    told = replace(FAILED, reason="exited", container_reason="OutOfMemoryError")
    assert reason(told) == "OutOfMemoryError"
    assert reason(replace(told, container_reason="")) == "exited"
    assert reason(replace(DONE, reason="Essential container in task exited")) == ""


async def test_a_stuck_job_says_the_likely_cause_in_its_line_and_under_the_cursor() -> None:
    spot = ComputeEnvironment("spot", "arn:spot", "SPOT", "DISABLED", "VALID")
    etl = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 1, ("spot",))
    async with showing(jobs, (130, 8)) as (app, pilot):
        app.pane.show(JOBS)
        app.pane.look(JobsView(now=NOON))
        app.pane.know((etl,), (), (WAITS,))
        await pilot.pause()
        assert "DISABLED" not in painted(app)
        app.pane.know((etl,), (spot,), (WAITS,))
        app.pane.look(JobsView(now=NOON + 1000))
        await seen(pilot, "spot is DISABLED")
        assert "stuck: " not in painted(app)
        await pilot.press("G")
        await seen(pilot, "stuck: spot is DISABLED")
        await pilot.press("g")
        await gone(pilot, "stuck: ")


def test_a_child_of_an_array_is_named_with_its_index() -> None:
    assert job_name(replace(DONE, array_index=7)) == "a-done:7"
