from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from batchdeck.themes import DARK, LIGHT, NAMES

READABLE = 4.5
"""The contrast that WCAG 2.2 wants of text (1.4.3, level AA)."""
ROLES = ("foreground", "primary", "accent", "success", "warning", "error")


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [value / 255 for value in colour.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour can be told from another, 1 to 21."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("role", ROLES)
def test_every_text_can_be_read_on_every_ground(theme: Theme, role: str) -> None:
    for ground in (theme.background, theme.surface, theme.panel):
        assert contrast(getattr(theme, role), str(ground)) >= READABLE, ground


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_cursor_can_be_read(theme: Theme) -> None:
    colours = theme.variables
    assert (
        contrast(colours["block-cursor-foreground"], colours["block-cursor-background"]) >= READABLE
    )


def test_every_name_of_the_settings_is_a_theme() -> None:
    assert {DARK.name, LIGHT.name, *BUILTIN_THEMES} >= set(NAMES.values())
    assert (DARK.dark, LIGHT.dark) == (True, False)
