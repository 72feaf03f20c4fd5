from __future__ import annotations

from batchdeck.domain.age import age_text
from tests.benchmarks.made_jobs import ACTIVE_AT_MOST, by_status, summaries

NOW = 1_790_000_000_000


def test_most_jobs_are_over_whatever_their_number() -> None:
    for total, active in ((100, 3), (20_000, ACTIVE_AT_MOST)):
        states = by_status(summaries(total, NOW))
        over = len(states["SUCCEEDED"]) + len(states["FAILED"])
        assert over == total - active


def test_no_text_of_an_age_changes_while_a_benchmark_runs() -> None:
    jobs = summaries(5_000, NOW)

    def ages(now: int) -> list[str]:
        return [age_text(now - int(job.get("stoppedAt") or job["createdAt"])) for job in jobs]

    assert ages(NOW) == ages(NOW + 600_000)
