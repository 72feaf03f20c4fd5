"""A compute environment."""

from __future__ import annotations

from collections.abc import Sequence

from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.panes.overview.facts import fact, facts
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line


def environment_lines(environment: ComputeEnvironment, glyphs: Glyphs) -> Sequence[Line]:
    """State, size, instances, network and roles."""
    healthy = (environment.state, environment.status) == ("ENABLED", "VALID")
    state = f"{glyphs.status(environment.state)}, {glyphs.status(environment.status)}"
    return (
        fact("Environment", environment.name, Tone.ACCENT),
        fact("Kind", environment.kind),
        fact("State", state, Tone.PLAIN if healthy else Tone.WARN),
        *facts("Reason", [environment.reason] if environment.reason else []),
        fact("vCPUs", _vcpus(environment)),
        *facts(
            "Instances", [", ".join(environment.instance_types)][: len(environment.instance_types)]
        ),
        *facts("Subnets", environment.subnets),
        *facts("Groups", environment.security_groups),
        *facts("Inst. role", [environment.instance_role] if environment.instance_role else []),
        *facts("Service role", [environment.service_role] if environment.service_role else []),
        fact("ARN", environment.arn, Tone.MUTED),
    )


def _vcpus(environment: ComputeEnvironment) -> str:
    words = (
        ("min", environment.min_vcpus),
        ("desired", environment.desired_vcpus),
        ("max", environment.max_vcpus),
    )
    return ", ".join(f"{word} {value}" for word, value in words if value is not None) or "-"
