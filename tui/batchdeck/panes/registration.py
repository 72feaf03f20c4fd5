"""A revision that is about to be registered, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batchdeck.definitions.registering import (
    NotFound,
    Refused,
    Registered,
    Registering,
    RegisterState,
    Uncertain,
)
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.panes.difference import difference_lines
from batchdeck.panes.overview.facts import fact
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be registered."""

    reference: str
    """`name:revision` that it was made from."""
    old: DefinitionDocument
    new: DefinitionDocument
    line: str
    """As an `aws` command, masked."""


def draft_lines(draft: Draft, *, as_json: bool) -> Iterator[Line]:
    """What is new, and the command."""
    yield (("ctrl+s registers this; e opens the editor again", Tone.WARN),)
    if draft.new.name != draft.old.name:
        words = f"another name: this becomes a revision of {draft.new.name}, not {draft.old.name}"
        yield ((words, Tone.WARN),)
    yield from difference_lines(draft.old, draft.new, as_json=as_json)
    yield ()
    yield fact("Command", draft.line, Tone.ACCENT)


def problem_lines(problems: Iterable[str]) -> Sequence[Line]:
    """What is wrong, and how to go on."""
    return (
        (("This cannot be registered:", Tone.BAD),),
        (),
        *(((problem, Tone.PLAIN),) for problem in problems),
        (),
        (("enter goes back into the editor, where all is as you left it", Tone.ACCENT),),
    )


def state_lines(state: RegisterState) -> Iterator[Line]:
    """How the registration stands, in words."""
    match state:
        case Registering(line):
            yield (("registering", Tone.ACCENT),)
            yield ((line, Tone.PLAIN),)
        case Registered(reference, found):
            note = ", found after its answer was lost" if found else ""
            yield ((f"registered: {reference}{note}", Tone.GOOD),)
        case Uncertain(error):
            words = "unknown whether AWS took it: looking for it. It is not sent again."
            yield ((words, Tone.WARN),)
            yield ((str(error), Tone.MUTED),)
        case NotFound(problem):
            words = "No such revision showed up. Look at the revisions before you send it again."
            yield ((words, Tone.WARN),)
            if problem is not None:
                yield ((str(problem), Tone.MUTED),)
            yield (("e opens the editor again, ctrl+s sends it again", Tone.MUTED),)
        case Refused(error):
            yield (("refused, nothing was registered", Tone.BAD),)
            yield ((str(error), Tone.PLAIN),)
            yield (("e opens the editor again, ctrl+s sends it again", Tone.MUTED),)
