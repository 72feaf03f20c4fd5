"""The words that can be typed after `:`."""

from __future__ import annotations

#: Word -> action of the console it stands for.
COMMANDS = {
    "environments": "show('environments')",
    "queues": "show('queues')",
    "definitions": "show('definitions')",
    "jobs": "show('jobs')",
    "detail": "show('detail')",
    "overview": "detail('overview')",
    "logs": "detail('logs')",
    "why": "detail('why')",
    "json": "detail('json')",
    "submit": "submit",
    "ship": "ship",
    "revisions": "revisions",
    "compare": "compare",
    "edit": "edit_definition",
    "deregister": "deregister",
    "try": "try_here",
    "stop": "stop",
    "refresh": "refresh_now",
    "pause": "pause",
    "troubled": "troubled",
    "calls": "calls",
    "errors": "calls(True)",
    "help": "help",
    "quit": "quit",
}
#: What people type from habit.
SHORT = {"q": "quit", "q!": "quit", "ce": "environments", "jq": "queues", "jd": "definitions"}
WORDS = tuple(COMMANDS)


def action_of(text: str) -> str | None:
    """The action a command stands for; the shortest beginning that is clear is enough."""
    word = text.strip().lower()
    word = SHORT.get(word, word)
    if word in COMMANDS:
        return COMMANDS[word]
    fitting = [name for name in COMMANDS if word and name.startswith(word)]
    return COMMANDS[fitting[0]] if len(fitting) == 1 else None
