from __future__ import annotations

from batchdeck.local.demo.outcomes import FAILURES, SUCCESS


def test_only_success_has_exit_code_0() -> None:
    assert SUCCESS.exit_code == 0
    assert all(failure.exit_code != 0 for failure in FAILURES)


def test_what_never_ran_has_no_exit_code_and_no_log() -> None:
    for failure in FAILURES:
        if not failure.runs:
            assert failure.exit_code is None
            assert not failure.last_words


def test_success_is_the_rule() -> None:
    assert SUCCESS.weight > 4 * sum(failure.weight for failure in FAILURES)
