from __future__ import annotations

import pytest

from batchdeck.local.placement.quotas import DEFAULTS, GROUPS, Quotas, quota_of


@pytest.mark.parametrize(
    ("instance_type", "group"),
    [
        ("m6i.large", "standard"),
        ("c7g.large", "standard"),
        ("im4gn.large", "standard"),
        ("g5.xlarge", "g"),
        ("gr6.4xlarge", "g"),
        ("vt1.3xlarge", "g"),
        ("p4d.24xlarge", "p"),
        ("inf2.xlarge", "inf"),
        ("x2gd.medium", "x"),
    ],
)
def test_a_type_counts_against_the_quota_of_its_group(instance_type: str, group: str) -> None:
    on_demand, spot = GROUPS[group]
    assert quota_of(instance_type, spot=False) == on_demand
    assert quota_of(instance_type, spot=True) == spot


def test_families_without_a_quota_here() -> None:
    assert quota_of("u-6tb1.metal", spot=False) is None
    assert quota_of("", spot=False) is None


def test_a_quota_can_be_changed_and_the_codes_are_unique() -> None:
    quotas, (standard, spot) = Quotas(), GROUPS["standard"]
    quotas.change(standard.code, 5)
    assert quotas.value(standard) == 5
    assert quotas.value(spot) == spot.value
    assert len({quota.code for quota in DEFAULTS}) == len(DEFAULTS)
