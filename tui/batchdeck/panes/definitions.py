"""The job definitions: one line a name, its newest active revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import on
from textual.binding import Binding
from textual.message import Message

from batchdeck.domain.resources import JobDefinition
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.virtual_table import VirtualTable


class DefinitionsPane(TablePane[JobDefinition]):
    """Name, newest revision, platform."""

    number = "3"
    heading = "Definitions"
    empty = "no job definitions here"
    BINDINGS = [
        Binding(
            "equals_sign",
            "screen.compare",
            "compare",
            id="definitions.compare",
            key_display="=",
            tooltip="compare two marked, or with the last",
        ),
        Binding(
            "e",
            "screen.edit_definition",
            "edit",
            id="definitions.edit",
            tooltip="a new revision, in your editor",
        ),
        Binding(
            "D",
            "screen.deregister",
            "deregister",
            id="definitions.deregister",
            tooltip="deregister old revisions",
        ),
        Binding(
            "x",
            "screen.try_here",
            "try here",
            id="definitions.try",
            tooltip="run its container on this machine",
        ),
    ]

    class RevisionsRequested(Message):
        """The revisions of a definition are to be seen."""

        def __init__(self, definition: JobDefinition) -> None:
            super().__init__()
            self.definition = definition

    def columns(self) -> Sequence[Column[JobDefinition]]:
        """Name, revision, platform."""
        return (
            Column("name", "Name", 0, lambda item: item.name),
            Column("revision", "Rev", 4, lambda item: str(item.revision), align="right"),
            Column("platform", "On", 8, platform, tone=lambda _: Tone.MUTED, priority=2),
        )

    def key(self, item: JobDefinition) -> str:
        """The name: a new revision stays on its line."""
        return item.name

    def fields(self, item: JobDefinition) -> Mapping[str, str]:
        """Name, platform, image."""
        return {
            "name": item.name,
            "platform": platform(item),
            "image": " ".join(container.image for container in item.containers),
        }

    @on(VirtualTable.RowChosen)
    def _open(self, event: VirtualTable.RowChosen) -> None:
        event.stop()
        assert isinstance(event.row, JobDefinition)
        self.post_message(self.RevisionsRequested(event.row))


def platform(item: JobDefinition) -> str:
    """Where it can run, or its type when it is not a plain container."""
    return item.type if item.type != "container" else "+".join(item.platforms)


def images_text(item: JobDefinition) -> str:
    """The images of its containers, each once, without what stands before their names."""
    images = dict.fromkeys(container.image for container in item.containers)
    return ", ".join(image.rpartition("/")[2] for image in images)


def newest(definitions: Iterable[JobDefinition]) -> tuple[JobDefinition, ...]:
    """The highest revision of each name, by name."""
    best: dict[str, JobDefinition] = {}
    for item in definitions:
        if item.name not in best or item.revision > best[item.name].revision:
            best[item.name] = item
    return tuple(best[name] for name in sorted(best))
