"""Exit codes."""

from __future__ import annotations

from worker import problems


def test_a_retry_rule_can_tell_all_problems_apart() -> None:
    kinds = problems.WorkerError.__subclasses__()
    codes = {kind.exit_code for kind in kinds}
    assert len(codes) == len(kinds) == 4
    # 125 to 127 are Docker's own, above are signals.
    assert all(1 < code < 125 for code in codes)
