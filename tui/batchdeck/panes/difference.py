"""What differs between two job definitions, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchdeck.domain.definition_difference import Change, DiffLine, differences, unified
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line

TONES = {"-": Tone.BAD, "+": Tone.GOOD, "@": Tone.ACCENT}
LEFT_OUT = "..."


def difference_lines(
    old: DefinitionDocument, new: DefinitionDocument, *, as_json: bool
) -> Sequence[Line]:
    """Field by field what was and what is, or both documents as JSON line by line."""
    changes = differences(old, new)
    return (
        ((summary(changes, same=old == new), Tone.MUTED),),
        (),
        *(_unified(unified(old, new)) if as_json else _fields(changes)),
    )


def summary(changes: Sequence[Change], *, same: bool) -> str:
    """How much differs, in words."""
    if changes:
        return "1 value differs" if len(changes) == 1 else f"{len(changes)} values differ"
    return "nothing differs" if same else "nothing differs but the order of some elements"


def _fields(changes: Sequence[Change]) -> Iterator[Line]:
    for change in changes:
        yield ((change.path, Tone.ACCENT),)
        if change.old_text:
            yield (("  - ", Tone.MUTED), (change.old_text, Tone.BAD))
        if change.new_text:
            yield (("  + ", Tone.MUTED), (change.new_text, Tone.GOOD))


def _unified(lines: Sequence[DiffLine]) -> Iterator[Line]:
    for line in lines:
        text = LEFT_OUT if line.sign == "@" else f"{line.sign} {line.text}"
        yield ((text, TONES.get(line.sign, Tone.PLAIN)),)
