from __future__ import annotations

from batchdeck.local.batch.operations.names import like


def test_case_does_not_matter_and_a_star_stands_for_any_end() -> None:
    assert like("Nightly-Report", "nightly-REPORT")
    assert like("nightly-report", "Night*")
    assert like("anything", "*")
    assert not like("nightly-report", "nightly")
    assert not like("nightly-report", "*report")
