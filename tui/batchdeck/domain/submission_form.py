"""From what is typed into a form to a submission, field by field."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from batchdeck.domain.submission import FieldError, Submission, problems

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as it was understood."""

    order: Submission
    problems: tuple[FieldError, ...] = ()
    """What is wrong; while there is anything, nothing may be sent."""
    warnings: tuple[FieldError, ...] = ()
    """What is allowed but seldom meant."""


def read_form(texts: Mapping[str, str], *, fargate: bool, limited: bool) -> Reading:
    """Understand the texts of a form.

    `texts` has a text for each field: name, queue, definition, parameters, command,
    environment, vcpus, memory, attempts, timeout, tags. `limited` says whether the definition
    has a timeout of its own.
    """
    reader = TextReader(texts)
    order = Submission(
        name=texts["name"].strip(),
        queue=texts["queue"].strip(),
        definition=texts["definition"].strip(),
        parameters=reader.pairs("parameters"),
        command=tuple(reader.words("command")),
        environment=reader.pairs("environment"),
        vcpus=reader.number("vcpus"),
        memory=reader.whole("memory"),
        attempts=reader.whole("attempts"),
        timeout_seconds=reader.whole("timeout"),
        tags=reader.pairs("tags"),
        fargate=fargate,
    )
    unread = {problem.field for problem in reader.problems}
    found = (*reader.problems, *(item for item in problems(order) if item.field not in unread))
    warnings = []
    if order.timeout_seconds is None and not limited:
        warnings.append(FieldError("timeout", "none: a hung job costs for ever"))
    return Reading(order, found, tuple(warnings))


class TextReader:
    """Reads texts by field, and remembers those that cannot be read."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.problems: list[FieldError] = []
        """What cannot be read so far."""

    def words(self, field: str) -> Sequence[str]:
        """A text as a shell would split it."""
        try:
            return shlex.split(self._texts[field])
        except ValueError:
            self._wrong(field, "a quote is not closed")
            return ()

    def pairs(self, field: str) -> Pairs:
        """Words `name=value`; none when one of them is not like that."""
        found = []
        for word in self.words(field):
            name, equals, value = word.partition("=")
            if not equals or not name:
                self._wrong(field, f"'{word[:30]}': write name=value, with blanks between pairs")
                return ()
            found.append((name, value))
        return tuple(found)

    def whole(self, field: str) -> int | None:
        """A whole number; None for an empty text or another one."""
        text = self._texts[field].strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            self._wrong(field, f"'{text[:20]}': a whole number")
            return None
        return int(text)

    def number(self, field: str) -> float | None:
        """A number; None for an empty text or another one."""
        text = self._texts[field].strip()
        if not text:
            return None
        whole, _, part = text.partition(".")
        if not (text.isascii() and (whole + part).isdigit()):
            self._wrong(field, f"'{text[:20]}': a number such as 2 or 0.5")
            return None
        return float(text)

    def _wrong(self, field: str, message: str) -> None:
        self.problems.append(FieldError(field, message))
