from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.resources import JobQueue
from batchdeck.panes.queues import QueuesPane, trouble
from tests.panes.pane_app import showing

ETL = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 5, ("spot", "ondemand"))
OFF = replace(ETL, name="off", arn="arn:off", state="DISABLED", environments=("gpu",))


def test_what_keeps_a_queue_from_working() -> None:
    assert trouble(ETL) == ""
    assert trouble(OFF) == "DISABLED"
    assert trouble(replace(OFF, status="DELETING")) == "DELETING"


async def test_waiting_and_running_jobs_are_counted_for_each_queue() -> None:
    async with showing(lambda: QueuesPane(id="queues")) as (app, pilot):
        app.pane.show([ETL, OFF])
        app.pane.count(
            {
                ("etl", "SUBMITTED"): 1,
                ("etl", "PENDING"): 2,
                ("etl", "RUNNABLE"): 4,
                ("etl", "STARTING"): 8,
                ("etl", "RUNNING"): 16,
                ("etl", "FAILED"): 32,
                ("other", "RUNNING"): 64,
            }
        )
        await pilot.pause()
        assert app.lines()[2].split() == ["etl", "7", "24"]
        assert app.lines()[3].split() == ["off", "DISABLED", "-", "-"]
        app.pane.set_filter("environment:gpu")
        assert app.pane.table.rows == [OFF]
