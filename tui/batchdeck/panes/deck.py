"""How the panes are laid out, and which of them has the keys."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from batchdeck.panes.definitions import DefinitionsPane
from batchdeck.panes.detail import DetailPane
from batchdeck.panes.environments import EnvironmentsPane
from batchdeck.panes.jobs import JobsPane
from batchdeck.panes.queues import QueuesPane
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.virtual_table import VirtualTable

NARROW = 100
"""Below that many columns one pane shows at a time."""
LEFT = ("environments", "queues", "definitions")
PANES = (*LEFT, "jobs", "detail")


class Deck(Widget):
    """Three panes on the left, the jobs and the detail of what the cursor is on to the right."""

    DEFAULT_CSS = """
    Deck { layout: horizontal; height: 1fr; }
    Deck > #left { width: 26%; min-width: 34; max-width: 42; }
    Deck > #right { width: 1fr; }
    Deck #environments, Deck #queues { height: 1fr; }
    Deck #definitions { height: 1fr; }
    Deck #jobs { height: 3fr; }
    Deck #detail { height: 2fr; }
    Deck.-tall #detail { height: 3fr; }
    Deck.-single .-behind { display: none; }
    Deck.-single #left, Deck.-single #right { width: 1fr; max-width: 100%; }
    """
    BINDINGS = [
        Binding(
            "1",
            "show('environments')",
            "environments",
            id="console.environments",
            show=False,
            priority=True,
        ),
        Binding("2", "show('queues')", "queues", id="console.queues", show=False, priority=True),
        Binding(
            "3",
            "show('definitions')",
            "definitions",
            id="console.definitions",
            show=False,
            priority=True,
        ),
        Binding("4", "show('jobs')", "jobs", id="console.jobs", show=False, priority=True),
        Binding("5", "show('detail')", "detail", id="console.detail", show=False, priority=True),
        Binding("tab", "next(1)", "next pane", id="console.next_pane", show=False, priority=True),
        Binding(
            "shift+tab",
            "next(-1)",
            "previous pane",
            id="console.last_pane",
            show=False,
            priority=True,
        ),
        Binding("plus", "zoom(True)", "zoom in", id="console.zoom_in", show=False),
        Binding("underscore", "zoom(False)", "zoom out", id="console.zoom_out", show=False),
    ]

    current: var[str] = var("jobs")
    """Id of the pane that has the keys."""
    zoomed: var[bool] = var(False)
    """Whether that pane has the whole deck."""
    narrow: var[bool] = var(False)
    """Whether there is room for one pane only."""

    came_from: var[str] = var("jobs")
    """The pane with a table that had the keys last."""

    class Entered(Message):
        """Another pane has the keys."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.environments = EnvironmentsPane(glyphs=glyphs, id="environments")
        """The pane of that name, as the following ones."""
        self.queues = QueuesPane(glyphs=glyphs, id="queues")
        self.definitions = DefinitionsPane(glyphs=glyphs, id="definitions")
        self.jobs = JobsPane(glyphs=glyphs, id="jobs")
        self.detail = DetailPane(glyphs=glyphs, id="detail")
        # Said before anything is mounted: each class set later computes all styles below anew.
        for pane in (self.environments, self.queues, self.definitions, self.detail):
            pane.add_class("-behind")

    def compose(self) -> ComposeResult:
        """The panes."""
        with Vertical(id="left", classes="-behind"):
            yield self.environments
            yield self.queues
            yield self.definitions
        with Vertical(id="right"):
            yield self.jobs
            yield self.detail

    def on_mount(self) -> None:
        """Start in the jobs."""
        self.jobs.take_keys()

    def on_resize(self, event: Resize) -> None:
        """Go over to one pane at a time, or back."""
        self.narrow = event.size.width < NARROW
        self.set_class(event.size.height > 40, "-tall")
        self._arrange()

    def on_descendant_focus(self) -> None:
        """Remember which pane has the keys by now: the message may be older than that."""
        focused = self.screen.focused
        for node in focused.ancestors_with_self if focused is not None else ():
            if node.id in PANES:
                self._enter(str(node.id))
                return

    @property
    def current_table(self) -> TablePane[Any] | None:
        """The current pane, if it is one with a table."""
        return None if self.current == "detail" else getattr(self, self.current)

    @property
    def filter_text(self) -> str | None:
        """What the current pane is narrowed to or searched for; None where neither is possible."""
        table = self.current_table
        if table is not None:
            return table.filter_text
        return self.detail.search_text

    def filter(self, text: str) -> str:
        """Narrow or search the current pane; what is wrong with the text, or nothing."""
        table = self.current_table
        return self.detail.search(text) if table is None else table.set_filter(text)

    def _enter(self, pane: str) -> None:
        if pane != self.current:
            if self.current != "detail":
                self.came_from = self.current
            self.current = pane
            self._arrange()
            self.post_message(self.Entered(pane))

    @property
    def single(self) -> bool:
        """Whether one pane shows at a time."""
        return self.narrow or self.zoomed

    def shows(self, pane: str) -> bool:
        """Whether a pane can be seen."""
        return not self.single or pane == self.current

    def _arrange(self) -> None:
        self.set_class(self.single, "-single")
        for pane in PANES:
            self.get_widget_by_id(pane).set_class(pane != self.current, "-behind")
        self.get_widget_by_id("left").set_class(self.current not in LEFT, "-behind")
        self.get_widget_by_id("right").set_class(self.current in LEFT, "-behind")
        self.detail.looked_at = self.shows("detail")

    @on(VirtualTable.MarksChanged)
    def _marked(self) -> None:
        """The logs of marked jobs are shown as one while there are such."""
        if not self.jobs.table.marked:
            self.detail.open(self.detail.tab, ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Digits go to the panes unless the log has the keys, to which they mean times."""
        return action != "show" or not self.detail.takes_digits

    def action_show(self, pane: str) -> None:
        """Give the keys to a pane, and the screen where only one fits."""
        self._enter(pane)
        getattr(self, pane).take_keys()

    def action_next(self, step: int) -> None:
        """Go round the panes."""
        self.action_show(PANES[(PANES.index(self.current) + step) % len(PANES)])

    def action_zoom(self, zoomed: bool) -> None:
        """Give the current pane the whole deck, or take it back."""
        self.zoomed = zoomed
        self._arrange()
