from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.instance_types import expand
from batchdeck.local.placement.launch_quota import launch_quota
from batchdeck.local.placement.surroundings import Surroundings

SMALL, LARGE, GRAPHICS = (expand((one,))[0] for one in ("m5.large", "c5.2xlarge", "g5.xlarge"))


def environment(kind: str, **instances: int) -> ComputeEnvironmentRecord:
    """One with so many instances of the types; `m5_large` is m5.large."""
    record = ComputeEnvironmentRecord("one", "arn:one", {"type": kind})
    record.instances = {name.replace("_", "."): number for name, number in instances.items()}
    return record


def surroundings(*environments: ComputeEnvironmentRecord) -> Surroundings:
    known = {str(number): one for number, one in enumerate(environments)}
    return Surroundings("123456789012", "eu-west-1", known)


def test_whole_instances_of_all_environments_count_by_family() -> None:
    around = surroundings(
        environment("EC2", m5_large=2, g5_xlarge=30), environment("EC2", r5_large=1)
    )
    around.quotas.change("L-1216C47A", 14)
    assert launch_quota([LARGE], around, spot=False) is None
    assert launch_quota([SMALL, SMALL, SMALL, SMALL], around, spot=False) is None
    found = launch_quota([LARGE, SMALL], around, spot=False)
    assert found
    assert "current vCPU limit of 14 allows" in found.launch_failure
    assert found.reason.startswith("UNDETERMINED")
    assert launch_quota([GRAPHICS], around, spot=False) is None
    assert launch_quota([GRAPHICS, GRAPHICS, GRAPHICS], around, spot=False)


def test_spot_has_quotas_of_its_own() -> None:
    around = surroundings(environment("SPOT", m5_large=1))
    around.quotas.change("L-1216C47A", 0)
    around.quotas.change("L-34B43A08", 4)
    assert launch_quota([SMALL], around, spot=False)
    assert launch_quota([SMALL], around, spot=True) is None
    found = launch_quota([LARGE], around, spot=True)
    assert found
    assert found.launch_failure.startswith("Could not launch Spot Instances.")


def test_nothing_to_launch_is_never_too_much() -> None:
    around = surroundings(environment("EC2", m5_large=2))
    around.quotas.change("L-1216C47A", 0)
    assert launch_quota([], around, spot=False) is None
