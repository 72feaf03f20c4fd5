from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.panes.overview.environment import environment_lines
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import ASCII, UNICODE
from tests.panes.lines import text, tone_of

SPOT = ComputeEnvironment(
    "spot",
    "arn:aws:batch:eu-west-1:123456789012:compute-environment/spot",
    "SPOT",
    "ENABLED",
    "VALID",
    min_vcpus=0,
    max_vcpus=64,
    desired_vcpus=8,
    instance_types=("m5.large", "c5.xlarge"),
    subnets=("subnet-1", "subnet-2"),
    security_groups=("sg-1",),
    instance_role="arn:aws:iam::123456789012:instance-profile/ecs",
)


def test_state_size_instances_network_and_roles() -> None:
    lines = environment_lines(SPOT, UNICODE)
    shown = text(lines)
    for words in ("SPOT", "✓ ENABLED, ✓ VALID", "min 0, desired 8, max 64", "m5.large, c5.xlarge"):
        assert words in shown
    for words in ("subnet-2", "sg-1", "instance-profile/ecs", SPOT.arn):
        assert words in shown
    assert "Service role" not in shown
    assert "Reason" not in shown
    assert tone_of(lines, "VALID") == Tone.PLAIN


def test_one_that_does_not_work_says_why_and_stands_out() -> None:
    reason = "CLIENT_ERROR - not authorized"
    lines = environment_lines(replace(SPOT, status="INVALID", reason=reason), ASCII)
    assert "+ ENABLED, x INVALID" in text(lines)
    assert reason in text(lines)
    assert tone_of(lines, "INVALID") == Tone.WARN


def test_fargate_has_neither_instances_nor_a_desired_number() -> None:
    fargate = ComputeEnvironment("f", "arn", "FARGATE", "ENABLED", "VALID", max_vcpus=16)
    shown = text(environment_lines(fargate, UNICODE))
    assert "vCPUs        max 16" in shown
    assert "Instances" not in shown
    unmanaged = replace(fargate, kind="UNMANAGED", max_vcpus=None)
    assert "vCPUs        -" in text(environment_lines(unmanaged, UNICODE))
