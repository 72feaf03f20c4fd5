"""Lines of label and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line

LABEL_WIDTH = 13


def fact(label: str, value: object, tone: Tone = Tone.PLAIN) -> Line:
    """One line: a quiet label, then the value; `-` stands for nothing."""
    return ((label.ljust(LABEL_WIDTH), Tone.MUTED), (str(value) or "-", tone))


def facts(label: str, values: Iterable[str], tone: Tone = Tone.PLAIN) -> Iterator[Line]:
    """One line a value, the label only once; nothing at all for no values."""
    for value in values:
        yield fact(label, value, tone)
        label = ""


def pairs(label: str, values: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """`name = value` lines."""
    yield from facts(label, (f"{name} = {value}" for name, value in values))


def container_lines(container: Container) -> Iterator[Line]:
    """Image, command, size, roles, log and variables of a container."""
    yield fact("Image", container.image)
    if container.command:
        yield fact("Command", " ".join(container.command))
    yield fact("Size", size(container))
    if container.job_role:
        yield fact("Job role", container.job_role.rpartition("/")[2])
    if container.execution_role:
        yield fact("Exec. role", container.execution_role.rpartition("/")[2])
    yield fact("Log", container.log_group or f"{container.log_driver} (not in CloudWatch Logs)")
    yield from facts("Environment", map(variable, container.environment))


def variable(item: EnvironmentVariable) -> str:
    """A variable with its value masked."""
    return f"{item.name} = {item.value}"


def size(container: Container) -> str:
    """vCPU, memory and GPUs in words."""
    words = [
        f"{container.vcpus:g} vCPU" if container.vcpus is not None else "",
        f"{container.memory} MiB" if container.memory is not None else "",
        f"{container.gpus} GPU" if container.gpus else "",
    ]
    return ", ".join(word for word in words if word) or "-"


def duration_text(seconds: int | None) -> str:
    """A time limit in seconds, or the words for none."""
    return "none" if seconds is None else f"{seconds} s"
