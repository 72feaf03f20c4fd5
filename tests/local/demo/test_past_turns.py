from __future__ import annotations

from itertools import pairwise

from batchdeck.local.batch.records import JobRecord
from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.past_turns import PAST
from batchdeck.local.demo.pipelines import ARCHIVES, BACKFILLS, TRIOS, Pipeline


def turn(demo: Demo, pipeline: Pipeline) -> list[JobRecord]:
    """The stages of the turn that is over; arrays by their parents."""
    found = []
    for stage in pipeline.stages:
        name = f"{stage.name}-{pipeline.first - 1:04}"
        (job,) = (
            one for one in demo.service.account.jobs if one.name == name and one.index is None
        )
        found.append(job)
    return found


def children(demo: Demo, parent: JobRecord) -> list[JobRecord]:
    found = demo.service.account.jobs.children(parent)
    return sorted(found, key=lambda child: child.index or 0)


def test_every_stage_ended_well_after_the_one_before_it(demo: Demo) -> None:
    for pipeline in PAST:
        stages = turn(demo, pipeline)
        assert [job.status for job in stages] == ["SUCCEEDED"] * len(pipeline.stages)
        ends = [job.stopped_at or 0 for job in stages]
        assert ends == sorted(ends)
        for job, stage in zip(stages, pipeline.stages, strict=True):
            parts = children(demo, job) if stage.size else [job]
            assert len(parts) == (stage.size or 1)
            for part in parts:
                assert part.status == "SUCCEEDED"
                assert job.created_at < (part.started_at or 0) < (part.stopped_at or 0)
                assert part.exit_code == 0


def test_a_job_that_prepares_an_array_and_one_that_joins_its_results(demo: Demo) -> None:
    stage, join, whole = turn(demo, ARCHIVES)
    assert stage.depends_on == []
    assert join.depends_on == [{"jobId": stage.id}]
    assert whole.depends_on == [{"jobId": join.id}]
    for child in children(demo, join):
        assert child.depends_on == [{"jobId": stage.id}]
        assert (child.started_at or 0) > (stage.stopped_at or 0)


def test_each_waited_for_the_one_of_its_number(demo: Demo) -> None:
    align, call = turn(demo, TRIOS)
    assert call.depends_on == [{"jobId": align.id, "type": "N_TO_N"}]
    for before, child in zip(children(demo, align), children(demo, call), strict=True):
        assert child.depends_on == [{"jobId": before.id}]
        assert (child.started_at or 0) > (before.stopped_at or 0)


def test_one_after_the_other(demo: Demo) -> None:
    (backfill,) = turn(demo, BACKFILLS)
    assert backfill.depends_on == [{"type": "SEQUENTIAL"}]
    parts = children(demo, backfill)
    for before, child in pairwise(parts):
        assert child.depends_on == [{"jobId": before.id}]
        assert (child.started_at or 0) > (before.stopped_at or 0)
