"""Cells of a screen as SVG: every character at its own place, whatever fonts are installed.

Rich's own SVG export leans on a web font and on `textLength`, which rsvg-convert ignores: wide
characters then drift. Here runs of plain characters are cut where the font may change, each
piece is placed by its column, and block elements (Textual's borders) are drawn as rectangles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

CELL_WIDTH = 10
CELL_HEIGHT = 19
MARGIN = 10
FONT_SIZE = 16.61
"""DejaVu Sans Mono advances 0.602 em, so this size makes a character one cell wide."""
BASELINE = 15.2
"""From the top of a cell to the line its characters stand on."""
NARROW_FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono', monospace"
WIDE_FONTS = "'Noto Sans Mono CJK JP', 'IPAGothic', 'Hiragino Sans', 'MS Gothic', monospace"

Box = tuple[float, float, float, float]
"""Left, top, width and height as parts of a cell."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a run of characters looks, with everything resolved to hex colours."""

    foreground: str
    background: str
    bold: bool
    italic: bool
    lines: str
    """CSS `text-decoration`: underline, line-through, both or nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that one font draws, starting at a column."""

    column: int
    cells: int
    text: str
    wide: bool


def svg(rows: Sequence[Sequence[Segment]], columns: int, theme: TerminalTheme) -> str:
    """Draw the rows of a screen."""
    width = columns * CELL_WIDTH + 2 * MARGIN
    height = len(rows) * CELL_HEIGHT + 2 * MARGIN
    ground = theme.background_color.hex if not rows else _corner(rows, theme)
    body = "\n".join(
        element for y, row in enumerate(rows) for element in _row(row, y * CELL_HEIGHT, theme)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">\n'
        f"<style>text {{ font: {FONT_SIZE}px {NARROW_FONTS}; white-space: pre }} "
        f".w {{ font-family: {WIDE_FONTS}; text-anchor: middle }} "
        "rect { shape-rendering: crispEdges }</style>\n"
        f'<rect width="{width}" height="{height}" rx="6" fill="{ground}"/>\n'
        f'<g transform="translate({MARGIN} {MARGIN})">\n{body}\n</g>\n</svg>\n'
    )


def _corner(rows: Sequence[Sequence[Segment]], theme: TerminalTheme) -> str:
    """The background of the last cell: what the margin continues."""
    last = rows[-1][-1:] or [Segment(" ")]
    return _paint(last[0].style, theme).background


def _row(row: Sequence[Segment], y: int, theme: TerminalTheme) -> Iterator[str]:
    backgrounds: list[str] = []
    characters: list[str] = []
    column = 0
    for text, style, _ in row:
        paint = _paint(style, theme)
        cells = cell_len(text)
        backgrounds.append(_rect(column, y, (0, 0, cells, 1), paint.background))
        characters.extend(_character(piece, y, paint) for piece in pieces(text, column))
        column += cells
    yield from backgrounds
    yield from characters


def _paint(style: Style | None, theme: TerminalTheme) -> Paint:
    style = style or Style.null()
    foreground = (
        style.color.get_truecolor(theme, foreground=True) if style.color else theme.foreground_color
    )
    background = (
        style.bgcolor.get_truecolor(theme, foreground=False)
        if style.bgcolor
        else theme.background_color
    )
    if style.reverse:
        foreground, background = background, foreground
    shown = foreground.hex
    if style.dim:
        mixed = (
            (2 * front + back) // 3 for front, back in zip(foreground, background, strict=True)
        )
        shown = "#" + "".join(f"{part:02x}" for part in mixed)
    lines = " ".join(
        name for name, on in (("underline", style.underline), ("line-through", style.strike)) if on
    )
    return Paint(shown, background.hex, bool(style.bold), bool(style.italic), lines)


def pieces(text: str, column: int = 0) -> Iterator[Piece]:
    """Cut a text where another font may be needed: each odd character is its own piece.

    Spaces at the ends of a run are left out, as renderers do not agree on them.
    """
    start, run = column, ""
    for cluster in _clusters(text):
        cells = cell_len(cluster)
        if _is_plain(cluster):
            run += cluster
        else:
            yield from _trimmed(start, run)
            yield Piece(column, cells, cluster, wide=cells > 1)
            start, run = column + cells, ""
        column += cells
    yield from _trimmed(start, run)


def _is_plain(cluster: str) -> bool:
    return len(cluster) == 1 and (" " <= cluster <= "~" or "─" <= cluster <= "╿")


def _trimmed(column: int, run: str) -> Iterator[Piece]:
    text = run.strip()
    if text:
        yield Piece(column + len(run) - len(run.lstrip()), len(text), text, wide=False)


def _clusters(text: str) -> Iterator[str]:
    """Characters together with the zero-width ones that follow them."""
    cluster = ""
    for character in text:
        if cluster and cell_len(character) > 0:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _character(piece: Piece, y: int, paint: Paint) -> str:
    if box := block(piece.text):
        return _rect(piece.column, y, box, paint.foreground)
    x = piece.column * CELL_WIDTH + (piece.cells * CELL_WIDTH / 2 if piece.wide else 0)
    attributes = [f'x="{x:g}"', f'y="{y + BASELINE:g}"', f'fill="{paint.foreground}"']
    if piece.wide:
        attributes.append('class="w"')
    elif len(piece.text) > 1:
        attributes.append(f'textLength="{piece.cells * CELL_WIDTH}"')
    attributes.extend(_decorations(paint))
    shown = escape(piece.text, quote=False).replace(" ", "\N{NO-BREAK SPACE}")
    return f"<text {' '.join(attributes)}>{shown}</text>"


def _decorations(paint: Paint) -> Iterable[str]:
    if paint.bold:
        yield 'font-weight="bold"'
    if paint.italic:
        yield 'font-style="italic"'
    if paint.lines:
        yield f'text-decoration="{paint.lines}"'


def _rect(column: int, y: int, box: Box, colour: str) -> str:
    left, top, width, height = box
    return (
        f'<rect x="{(column + left) * CELL_WIDTH:g}" y="{y + top * CELL_HEIGHT:g}" '
        f'width="{width * CELL_WIDTH:g}" height="{height * CELL_HEIGHT:g}" fill="{colour}"/>'
    )


def block(character: str) -> Box | None:
    """The part of a cell that a block element fills; None for every other character."""
    single = {"▀": (0, 0, 1, 0.5), "▐": (0.5, 0, 0.5, 1), "▔": (0, 0, 1, 1 / 8)}
    if character in single:
        return single[character]
    if character == "▕":
        return (7 / 8, 0, 1 / 8, 1)
    if "▁" <= character <= "█":
        eighths = ord(character) - ord("▁") + 1
        return (0, 1 - eighths / 8, 1, eighths / 8)
    if "▉" <= character <= "▏":
        return (0, 0, (7 - ord(character) + ord("▉")) / 8, 1)
    return None
