"""How a log looks: the component classes its pieces speak of, and their colours."""

from __future__ import annotations

PREFIX = "log-view--"
NAMES = 6
"""Colours that names are told apart by, beside their words."""
CLASSES = frozenset(
    PREFIX + part
    for part in (
        *("empty", "time", "hit", "current", "thumb", "control", "key", "error", "warning"),
        *("cursor", "rule", "marked", *(f"name-{index}" for index in range(NAMES))),
    )
)
"""All component classes that pieces of a log speak of."""
CSS = """
LogCanvas {
    height: 1fr;
    width: 1fr;
    overflow: hidden hidden;

    & > .log-view--empty { color: $text-muted; }
    & > .log-view--time { color: $text-muted; }
    & > .log-view--rule { color: $accent; }
    & > .log-view--key { color: $text-muted; }
    & > .log-view--control { color: $warning; }
    & > .log-view--error { color: $error; text-style: bold; }
    & > .log-view--warning { color: $warning; }
    & > .log-view--marked { color: $accent; text-style: bold; }
    & > .log-view--thumb { color: $border-blurred; }
    & > .log-view--hit { color: $warning; text-style: bold; }
    & > .log-view--name-0 { color: $accent; }
    & > .log-view--name-1 { color: $success; }
    & > .log-view--name-2 { color: $warning; }
    & > .log-view--name-3 { color: $primary; }
    & > .log-view--name-4 { color: $error; }
    & > .log-view--name-5 { color: $secondary; }
    & > .log-view--cursor { background: $block-cursor-blurred-background; }
    & > .log-view--current {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
    }
    &:nocolor > .log-view--hit { text-style: underline; }
    &:nocolor > .log-view--cursor { text-style: underline; }
    &:nocolor > .log-view--current { text-style: reverse; }
    &:ansi > .log-view--empty { text-style: dim; }
    &:ansi > .log-view--time { text-style: dim; }
    &:ansi > .log-view--key { text-style: dim; }
    &:ansi > .log-view--cursor { text-style: underline; }
    &:ansi > .log-view--thumb { color: $foreground; text-style: dim; }
}
"""
