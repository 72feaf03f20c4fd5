"""The colours. Every other file speaks of roles (accent, warning, ...) only."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="batchdeck",
    dark=True,
    primary="#5fafd7",
    secondary="#87afaf",
    accent="#5fafd7",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    success="#87af87",
    warning="#d7af5f",
    error="#d7875f",
    variables={
        "border": "#5fafd7",
        "border-blurred": "#3a3a3a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#005f87",
        "block-cursor-blurred-background": "#303030",
        "input-cursor-background": "#d0d0d0",
        "input-selection-background": "#005f87",
    },
)

LIGHT = Theme(
    name="batchdeck-light",
    dark=False,
    primary="#005f87",
    secondary="#5f8787",
    accent="#005f87",
    foreground="#262626",
    background="#ffffff",
    surface="#f5f5f5",
    panel="#e4e4e4",
    success="#00692b",
    warning="#875f00",
    error="#a83200",
    variables={
        "border": "#005f87",
        "border-blurred": "#bcbcbc",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#005f87",
        "block-cursor-blurred-background": "#dadada",
    },
)

#: Name in the settings -> name Textual knows it by.
NAMES = {"batchdeck": "batchdeck", "batchdeck-light": "batchdeck-light", "terminal": "ansi-dark"}
