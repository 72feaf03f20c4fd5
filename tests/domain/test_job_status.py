from batchdeck.domain.job_status import (
    ACTIVE,
    FINISHED,
    NOT_STARTED,
    STATUSES,
    is_finished,
    progress,
)


def test_the_states_are_those_of_the_service_in_the_order_of_a_jobs_life() -> None:
    assert STATUSES == ACTIVE + FINISHED
    assert [progress(status) for status in STATUSES] == sorted(map(progress, STATUSES))


def test_only_ended_jobs_are_finished() -> None:
    assert [status for status in STATUSES if is_finished(status)] == list(FINISHED)


def test_a_job_without_a_container_has_not_started() -> None:
    assert {"SUBMITTED", "PENDING", "RUNNABLE"} == NOT_STARTED


def test_a_state_nobody_knows_yet_counts_as_active() -> None:
    assert not is_finished("HIBERNATING")
    assert progress("HIBERNATING") == progress("RUNNING")
