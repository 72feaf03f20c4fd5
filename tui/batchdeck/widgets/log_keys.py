"""The keys of a log. Ids are what the configuration file rebinds."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOVING: list[BindingType] = [
    Binding("j,down", "step(1)", "Down", show=False, id="log.down"),
    Binding("k,up", "step(-1)", "Up", show=False, id="log.up"),
    Binding("ctrl+f,pagedown", "page(1)", "Page down", show=False, id="log.page_down"),
    Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False, id="log.page_up"),
    Binding("G,end", "tail", "Last line, follow", show=False, id="log.tail"),
    Binding("f", "follow", "Follow", id="log.follow"),
]
LOOKING: list[BindingType] = [
    Binding("w", "wrap", "Wrap", id="log.wrap", tooltip="wrap long lines"),
    Binding("t", "clock", "Times", id="log.clock", tooltip="local time, UTC, since start, none"),
    Binding("e", "trouble(1)", "Error", id="log.next_error", tooltip="next error"),
    Binding("E", "trouble(-1)", "Error before", show=False, id="log.last_error"),
    Binding(
        "enter", "open", "Open", show=False, id="log.open", tooltip="open the line, or fold it"
    ),
    Binding("n", "find(1)", "Next match", show=False, id="log.next"),
    Binding("N", "find(-1)", "Previous match", show=False, id="log.previous"),
    Binding("m", "mark", "Mark the line", show=False, id="log.mark"),
    Binding(
        "c",
        "copy",
        "Copy the line",
        show=False,
        id="log.copy",
        tooltip="copy the line, or the marked ones",
    ),
    Binding(
        "a", "colours", "Its colours", show=False, id="log.colours", tooltip="the log's own colours"
    ),
    Binding(
        "escape",
        "release",
        "All lines",
        show=False,
        id="log.release",
        tooltip="end filter, search, marks",
    ),
]
READING: list[BindingType] = [
    Binding("g,home", "head", "First line, however far back", show=False, id="log.head"),
    # With priority: one goes on typing behind them.
    Binding(
        "ampersand",
        "ask('&')",
        "Filter",
        id="log.filter",
        tooltip="only lines that match",
        priority=True,
    ),
    Binding(
        "slash", "ask('/')", "Search, keep the context", show=False, id="log.search", priority=True
    ),
    Binding("T", "ask('@')", "Go to a time", show=False, id="log.time", priority=True),
    Binding(
        "ctrl+s",
        "ask('>')",
        "Save",
        show=False,
        id="log.save",
        tooltip="save the whole log as it came",
        priority=True,
    ),
    Binding(
        "left_curly_bracket", "attempt(-1)", "Attempt before", show=False, id="log.last_attempt"
    ),
    Binding("right_curly_bracket", "attempt(1)", "Next attempt", show=False, id="log.next_attempt"),
    Binding("less_than_sign", "part(-1)", "Container before", show=False, id="log.last_part"),
    Binding("greater_than_sign", "part(1)", "Next container", show=False, id="log.next_part"),
    Binding(
        "escape",
        "back",
        "Stop reading",
        show=False,
        id="log.back",
        tooltip="stop reading older lines; back to the children",
    ),
    Binding("0", "since(0)", "To the tail", show=False, id="log.since_tail"),
    Binding("1", "since(-1)", "To the head", show=False, id="log.since_head"),
    Binding("2", "since(60)", "Last minute", show=False, id="log.since_1m"),
    Binding("3", "since(300)", "Last 5 minutes", show=False, id="log.since_5m"),
    Binding("4", "since(900)", "Last 15 minutes", show=False, id="log.since_15m"),
    Binding("5", "since(1800)", "Last 30 minutes", show=False, id="log.since_30m"),
    Binding("6", "since(3600)", "Last hour", show=False, id="log.since_1h"),
]
