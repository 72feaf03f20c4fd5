"""The compute environments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column, Tone


class EnvironmentsPane(TablePane[ComputeEnvironment]):
    """Name, kind or what is wrong, and how full each environment is."""

    number = "1"
    heading = "Environments"
    empty = "no compute environments here"

    def columns(self) -> Sequence[Column[ComputeEnvironment]]:
        """Name, kind or trouble, vCPUs in use of those allowed."""
        return (
            Column("name", "Name", 0, lambda item: item.name),
            Column("kind", "Kind", 12, kind_or_trouble, tone=tone),
            Column("vcpus", "vCPU", 8, vcpus, align="right", priority=2),
        )

    def key(self, item: ComputeEnvironment) -> str:
        """The ARN."""
        return item.arn

    def fields(self, item: ComputeEnvironment) -> Mapping[str, str]:
        """Name, kind, state, status, reason."""
        return {
            "name": item.name,
            "kind": item.kind,
            "state": item.state,
            "status": item.status,
            "reason": item.reason,
        }


def kind_or_trouble(item: ComputeEnvironment) -> str:
    """The kind of a healthy environment; the word for what keeps another from working."""
    if item.status != "VALID":
        return item.status
    return item.kind if item.state == "ENABLED" else item.state


def tone(item: ComputeEnvironment) -> Tone:
    """Bad when invalid, a warning when it takes no jobs, otherwise quiet."""
    if item.status == "INVALID":
        return Tone.BAD
    return Tone.MUTED if (item.state, item.status) == ("ENABLED", "VALID") else Tone.WARN


def vcpus(item: ComputeEnvironment) -> str:
    """`desired/max`; Fargate has no desired number."""
    if item.max_vcpus is None:
        return "-"
    return f"{'-' if item.desired_vcpus is None else item.desired_vcpus}/{item.max_vcpus}"
