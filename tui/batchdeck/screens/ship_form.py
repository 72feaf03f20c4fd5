"""The form of a shipment: from a folder, or an image that exists, to a job."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from batchdeck.panes.overview.facts import fact
from batchdeck.screens.offer import Offer, defaults
from batchdeck.screens.ship import ShipScreen
from batchdeck.settings import orders_folder
from batchdeck.shipping.order import Order, folder_text
from batchdeck.shipping.order_form import OrderReading, read_order, texts_of
from batchdeck.shipping.remembered import remembered
from batchdeck.shipping.services import Services
from batchdeck.widgets.column import Tone
from batchdeck.widgets.form import Form
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.header import HeaderLine
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import Line, TextView

#: Field -> what stands before it.
LABELS = {
    "folder": "Folder",
    "dockerfile": "Dockerfile",
    "arguments": "Build args",
    "image": "or an image",
    "platform": "Platform",
    "repository": "Repository",
    "tag": "Tag",
    "definition": "Definition",
    "queue": "Queue",
    "name": "Job name",
    "parameters": "Parameters",
    "command": "Command",
    "environment": "Environment",
    "vcpus": "vCPU",
    "memory": "Memory MiB",
    "attempts": "Attempts",
    "timeout": "Timeout s",
    "execution_role": "Exec. role",
    "job_role": "Job role",
}
PLATFORMS = ("linux/amd64", "linux/arm64")
HINTS = {
    "dockerfile": "Dockerfile in the folder",
    "arguments": "name=value name='with blanks'",
    "image": "instead of a folder: what the engine or ECR has",
    "platform": "what the queue's machines run",
    "execution_role": "ARN, for a new definition",
    "job_role": "ARN, for a new definition",
}


class ShipFormScreen(Screen[bool]):
    """Understands the form at every key, and opens the shipment.

    The form is kept until something is shipped. Ends with whether a job was submitted.
    """

    DEFAULT_CSS = """
    ShipFormScreen Form { max-height: 80vh; }
    ShipFormScreen TextView {
        border: round $border-blurred; border-title-color: $text-muted; padding: 0 1;
        min-height: 3;
    }
    """
    BINDINGS = [
        Binding("ctrl+s", "look", "look first", id="ship_form.look", priority=True),
        Binding("escape", "leave", "back", id="ship_form.leave"),
        Binding("tab,enter", "app.focus_next", "next field", id="ship_form.next", priority=True),
        Binding(
            "shift+tab", "app.focus_previous", "previous", id="ship_form.previous", priority=True
        ),
    ]

    def __init__(self, services: Services, offer: Offer, glyphs: Glyphs) -> None:
        super().__init__()
        self._services = services
        self._offer = offer
        self._glyphs = glyphs
        self._folder = offer.start.get("folder", "")

    def compose(self) -> ComposeResult:
        """A line a field, what will be done below."""
        yield HeaderLine(self._offer.header, id="header")
        start = self._offer.start
        choices = {**self._offer.choices(start), "platform": PLATFORMS}
        yield Form("Build and ship", LABELS, start, choices, id="form")
        done = TextView(id="preview")
        done.border_title = "What will be done"
        done.can_focus = False
        yield done
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Understand what is filled in at first."""
        self._read()

    @property
    def _form(self) -> Form:
        return self.query_one(Form)

    def _reading(self) -> OrderReading:
        texts, offer = self._form.texts, self._offer
        definition = offer.chosen_definition(texts)
        limited = definition is not None and definition.timeout_seconds is not None
        known = {item.reference for item in offer.definitions}
        return read_order(texts, fargate=offer.is_fargate(texts), limited=limited, known=known)

    @on(Input.Changed)
    def _read(self) -> None:
        """Understand the form again; say what is wrong where it is wrong."""
        reading = self._reading()
        wrong = {item.field: item.message for item in reversed(reading.problems)}
        warned = {item.field: item.message for item in reading.warnings}
        self._form.say(wrong, warned)
        texts = self._form.texts
        choices = self._offer.choices(texts)
        for field in ("vcpus", "memory"):
            self._form.offer(field, choices[field])
        self._form.hint({**defaults(self._offer.chosen_definition(texts)), **HINTS})
        self.query_one("#preview", TextView).show(preview(reading.order))

    @on(Input.Blurred, "#folder")
    def _left_folder(self, event: Input.Blurred) -> None:
        """Fill in what was shipped from another folder the last time."""
        if event.value.strip() not in ("", self._folder):
            self._folder = event.value.strip()
            self._remember(self._folder)

    @work(group="recall", exclusive=True)
    async def _remember(self, folder: str) -> None:
        texts = await asyncio.to_thread(recalled, folder)
        self._form.fill({field: text for field, text in texts.items() if field != "folder"})

    def action_look(self) -> None:
        """Go on, unless something is wrong."""
        reading = self._reading()
        if reading.problems:
            self._form.go_to(reading.problems[0].field)
            self.app.bell()
        elif self.is_current:  # Not twice for a key pressed twice.
            header = self._offer.header
            screen = ShipScreen(self._services, reading.order, self._glyphs, header)
            self.app.push_screen(screen, self._came_back)

    def _came_back(self, submitted: bool | None) -> None:
        if submitted is not None:
            self.dismiss(submitted)

    def action_leave(self) -> None:
        """Go back; nothing was done."""
        self.dismiss(False)


def recalled(folder: str) -> Mapping[str, str]:
    """What was typed for a folder the last time; nothing where nothing was shipped from it."""
    order = remembered(orders_folder(), Path(folder).expanduser().absolute())
    return texts_of(order) if order is not None else {}


def preview(order: Order) -> Sequence[Line]:
    """What will be done, in words."""
    image = f"{order.repository or '?'}:{order.tag or '?'}"
    if order.build is not None:
        folder = folder_text(order.build.context)
        first = fact("1 build", f"{folder} as {image}, and push it to ECR")
    else:
        first = fact("1 push", f"{order.image or '?'} to ECR as {image}, unless it is there")
    return [
        first,
        fact("2 register", f"a revision like {order.job.definition or '?'}, with that image"),
        fact("3 submit", f"{order.job.name or '?'} to {order.job.queue or '?'}, and follow it"),
        fact("", "ctrl-s looks whether all that can go well; nothing is written yet", Tone.MUTED),
    ]
