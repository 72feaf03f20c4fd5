"""The ids of all keys, by which the configuration file binds them anew.

They stand at the bindings of the screens and panes, which are not imported for a look at the
configuration; a test compares.
"""

from __future__ import annotations

_GROUPS = {
    "calls": "close copy",
    "change": "as_json edit leave reveal send",
    "choice": "next previous",
    "comparison": "as_json close copy reveal",
    "console": (
        "back calls command copy_arn copy_id definitions detail environments errors "
        "filter help jobs last_pane leave next_pane pause queues quit redraw refresh "
        "ship submit zoom_in zoom_out"
    ),
    "definitions": "compare deregister edit try",
    "deregistration": "enter leave next",
    "detail": "json last_tab logs next_tab overview reveal why",
    "fix": "copy enter leave next",
    "follow": "leave stop",
    "help": "close",
    "jobs": "clear_marks sort stop troubled",
    "log": (
        "back clock colours copy down filter follow head last_attempt last_error last_part mark "
        "next next_attempt next_error next_part open page_down page_up previous release save "
        "search since_15m since_1h since_1m since_30m since_5m since_head since_tail tail "
        "time up wrap"
    ),
    "prompt": "decide keep leave",
    "reveal": "close",
    "revisions": "close compare deregister edit jobs refresh",
    "ship": "immutable leave override send stop try turn",
    "ship_form": "leave look next previous",
    "stop": "enter leave next",
    "submit": "leave next previous send",
    "table": "bottom choose down mark page_down page_up top up",
    "text": "choose down end page_down page_up top up",
    "trial": "again leave shell",
    "why": "fix fold",
}
KEY_IDS = frozenset(f"{group}.{word}" for group, words in _GROUPS.items() for word in words.split())


def nearest(name: str) -> str:
    """In words, which ids somebody may have meant by one that does not exist."""
    import difflib  # when something is wrong only

    close = difflib.get_close_matches(name, sorted(KEY_IDS), n=3)
    group = name.partition(".")[0]
    siblings = [f"{group}.{word}" for word in _GROUPS.get(group, "").split()]
    return ", ".join(close or siblings or [f"{name}.*" for name in _GROUPS])
