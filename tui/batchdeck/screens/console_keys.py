"""The keys of the console. Ids are what the configuration file rebinds.

Keys behind which one goes on typing have priority: they then take effect before the next key is
handed out, also when both came in one piece.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

CONSOLE_KEYS: list[BindingType] = [
    Binding("n", "submit", "submit", id="console.submit", tooltip="submit a job"),
    Binding("b", "ship", "ship", id="console.ship", tooltip="build, push, register, submit"),
    Binding("ctrl+d", "stop", "stop", id="jobs.stop", tooltip="stop the job, or the marked ones"),
    Binding("w", "detail('why')", "why", id="detail.why", tooltip="why it does not run"),
    Binding("l", "detail('logs')", "logs", id="detail.logs", tooltip="the job's log"),
    Binding(
        "slash", "filter", "filter", id="console.filter", tooltip="narrow the list", priority=True
    ),
    Binding("question_mark", "help", "help", id="console.help", tooltip="all keys"),
    Binding("q", "back(True)", "quit", id="console.quit", tooltip="back; at the root: quit"),
    Binding("at", "calls", "calls", id="console.calls", tooltip="calls made, as aws commands"),
    Binding("colon", "command", "command", id="console.command", show=False, priority=True),
    Binding("escape", "back(False)", "back", id="console.back", show=False),
    Binding("ctrl+r", "refresh_now", "refresh now", id="console.refresh", show=False),
    Binding("p", "pause", "pause or go on", id="console.pause", show=False),
    Binding("exclamation_mark", "calls(True)", "failed calls", id="console.errors", show=False),
    Binding("c", "copy('id')", "copy the id", id="console.copy_id", show=False),
    Binding("C", "copy('arn')", "copy the ARN", id="console.copy_arn", show=False),
    Binding("d", "detail('overview')", "overview", id="detail.overview", show=False),
    Binding("y", "detail('json')", "JSON", id="detail.json", show=False),
    Binding("v", "reveal", "show a variable's value", id="detail.reveal", show=False),
    Binding("ctrl+z", "troubled", "only troubled jobs", id="jobs.troubled", show=False),
    Binding("S", "sort", "sort by the next column", id="jobs.sort", show=False),
    Binding("ctrl+backslash", "clear_marks", "clear marks", id="jobs.clear_marks", show=False),
]
