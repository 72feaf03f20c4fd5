from __future__ import annotations

import pytest

from batchdeck.domain.quota import Quota

STANDARD = "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances"
STANDARD_SPOT = "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests"


@pytest.mark.parametrize(
    ("name", "types", "others"),
    [
        (STANDARD, ("m6i.large", "c7gn.xlarge", "im4gn.large", "is4gen.large"), ("p4d.24xlarge",)),
        ("Running On-Demand G and VT instances", ("g5.xlarge", "gr6.4xlarge", "vt1.3xlarge"), ()),
        ("Running On-Demand P instances", ("p4d.24xlarge", "p5.48xlarge"), ("m5.large",)),
        ("Running On-Demand Inf instances", ("inf2.xlarge",), ("i3.large", "is4gen.large")),
        ("Running On-Demand Trn instances", ("trn1.2xlarge",), ("t3.large",)),
        ("Running On-Demand X instances", ("x2idn.16xlarge",), ("m5.large",)),
        ("Running On-Demand High Memory instances", (), ("u-6tb1.metal", "m5.large", "hpc6a.1")),
        ("Running Dedicated m5 Hosts", (), ("m5.large",)),
        ("Max hosts", (), ("",)),
    ],
)
def test_on_demand(name: str, types: tuple[str, ...], others: tuple[str, ...]) -> None:
    quota = Quota("ec2", "L-1", name, 8)
    assert all(quota.limits(one, spot=False) for one in types)
    assert not any(quota.limits(one, spot=False) for one in others)
    assert not any(quota.limits(one, spot=True) for one in types)


def test_spot_tells_generations_apart() -> None:
    old = Quota("ec2", "L-7212CCBC", "All P4, P3 and P2 Spot Instance Requests", 192)
    new = Quota("ec2", "L-C4BD4855", "All P5 Spot Instance Requests", 192)
    assert (old.limits("p4d.24xlarge", spot=True), old.limits("p5.48xlarge", spot=True)) == (
        True,
        False,
    )
    assert new.limits("p5.48xlarge", spot=True)
    standard = Quota("ec2", "L-34B43A08", STANDARD_SPOT, 1152)
    assert standard.limits("c6i.large", spot=True)
    assert not standard.limits("c6i.large", spot=False)
