"""What differs between two job definitions, and whether one is what another was made from."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from batchdeck.domain.definition_document import DefinitionDocument, revealed
from batchdeck.domain.json_text import json_text
from batchdeck.domain.secret import Secret

_PLAIN_NAME = re.compile(r"[\w:/@+-]+")
#: What elements of a list are known by, where all have it and no two the same.
_KEYS = ("name", "type", "targetNodes", "containerPath", "hostPath", "consumableResource")


class Absent(Enum):
    """Stands where a document has nothing."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another one, is new, or is gone."""

    path: str
    """Such as `containerProperties.environment[STAGE].value`."""
    old: object
    new: object

    @property
    def old_text(self) -> str:
        """What was there, as JSON, masked; empty where nothing was."""
        return _text(self.old)

    @property
    def new_text(self) -> str:
        """What is there, as JSON, masked; empty where nothing is."""
        return _text(self.new)


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the unified view."""

    sign: str
    """`-`, `+`, or a blank where both have it; `@` where lines are left out."""
    text: str


def differences(old: DefinitionDocument, new: DefinitionDocument) -> Sequence[Change]:
    """Only what changed, in the order of the documents.

    Elements of a list that have a name are compared by their name: their order does not count.
    """
    return tuple(_changes(old.members, new.members, ""))


def unified(
    old: DefinitionDocument, new: DefinitionDocument, *, context: int = 3
) -> Sequence[DiffLine]:
    """Both as JSON with sorted names, line by line. Changed secrets show as changed masks."""
    before, after = _ordered(old.members), _ordered(new.members)
    shown = (_lines(before), _lines(after))
    found: list[DiffLine] = []
    matcher = difflib.SequenceMatcher(
        None, _lines(revealed(before)), _lines(revealed(after)), autojunk=False
    )
    for group in matcher.get_grouped_opcodes(context):
        if found:
            found.append(DiffLine("@", ""))
        for kind, old_from, old_to, new_from, new_to in group:
            if kind == "equal":
                found += (DiffLine(" ", line) for line in shown[1][new_from:new_to])
                continue
            found += (DiffLine("-", line) for line in shown[0][old_from:old_to])
            found += (DiffLine("+", line) for line in shown[1][new_from:new_to])
    return tuple(found)


def made_from(found: DefinitionDocument, sent: DefinitionDocument) -> bool:
    """Whether AWS may have made `found` from the request `sent`.

    AWS fills in defaults, may order named elements anew, and drops what is empty.
    """
    return _holds(_pruned(revealed(found.members)), _pruned(revealed(sent.members)))


def secrets(changes: Sequence[Change]) -> Sequence[tuple[str, Secret]]:
    """The masked values among the changes, each with the words for where it stands.

    Those are the name of the variable and its side, or its whole path where names repeat.
    """
    found = [
        (change.path, side, value)
        for change in changes
        for side, value in (("old", change.old), ("new", change.new))
        if isinstance(value, Secret)
    ]
    short = Counter((_name(path), side) for path, side, _ in found)
    return tuple(
        (f"{_name(path) if short[_name(path), side] == 1 else path} ({side})", value)
        for path, side, value in found
    )


def _name(path: str) -> str:
    place = path.removesuffix(".value")
    return place.rpartition("[")[2].removesuffix("]") if place.endswith("]") else place


def _changes(old: Any, new: Any, path: str) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*old, *new)):
            yield from _changes(old.get(name, ABSENT), new.get(name, ABSENT), _member(path, name))
        return
    keyed = _keyed(old, new)
    if keyed is not None:
        for label, (one, other) in keyed.items():
            yield from _changes(one, other, f"{path}[{label}]")
    elif _is_filled(old) and new is ABSENT:
        yield from (Change(at, value, ABSENT) for at, value in _leaves(old, path))
    elif _is_filled(new) and old is ABSENT:
        yield from (Change(at, ABSENT, value) for at, value in _leaves(new, path))
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield Change(path, old, new)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value of something that is new or gone, each at its place."""
    if isinstance(value, Mapping) and value:
        for name, one in value.items():
            yield from _leaves(one, _member(path, name))
    elif _holds_structures(value):
        key = _key(value)
        for number, one in enumerate(value):
            label = str(number) if key is None else _label(one[key])
            rest = one if key is None or len(one) == 1 else _without(one, key)
            yield from _leaves(rest, f"{path}[{label}]")
    else:
        yield path, value


def _keyed(old: Any, new: Any) -> dict[str, tuple[Any, Any]] | None:
    """Elements of two lists of structures that belong together; None for anything else."""
    if ABSENT in (old, new) or not (_is_list(old) and _is_list(new)):
        return None
    if not all(isinstance(one, Mapping) for one in (*old, *new)):
        return None
    key = _key(old, new)
    pairs: dict[str, tuple[Any, Any]] = {}
    for side, elements in enumerate((old, new)):
        for number, one in enumerate(elements):
            label = str(number) if key is None else _label(one[key])
            rest = one if key is None or len(one) == 1 else _without(one, key)
            before = pairs.get(label, (ABSENT, ABSENT))
            pairs[label] = (rest, before[1]) if side == 0 else (before[0], rest)
    return pairs


def _key(*lists: Sequence[Mapping[str, Any]]) -> str | None:
    """The member that tells the elements of each list apart."""
    for key in _KEYS:
        values = [[one.get(key) for one in elements] for elements in lists]
        named = all(isinstance(value, str) for one in values for value in one)
        if named and all(len(set(one)) == len(one) for one in values):
            return key
    return None


def _without(one: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != key}


def _member(path: str, name: str) -> str:
    if not _PLAIN_NAME.fullmatch(name):
        return f"{path}[{json_text(name)}]"
    return f"{path}.{name}" if path else name


def _label(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else json_text(name)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _holds_structures(value: Any) -> bool:
    return _is_list(value) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _is_filled(value: Any) -> bool:
    return (isinstance(value, Mapping) and bool(value)) or _holds_structures(value)


def _text(value: object) -> str:
    return "" if value is ABSENT else json_text(value)


def _lines(value: Any) -> list[str]:
    return json_text(value, indent=2).split("\n")


def _ordered(value: Any) -> Any:
    """Names in order, and the elements that have one in the order of their names."""
    if isinstance(value, Mapping):
        return {name: _ordered(value[name]) for name in sorted(value)}
    if _holds_structures(value):
        key = _key(value)
        elements = value if key is None else sorted(value, key=lambda one: str(one[key]))
        return [_ordered(one) for one in elements]
    return value


def _pruned(value: Any) -> Any:
    """Without what is empty; a variable without a value is empty, too."""
    if isinstance(value, Mapping):
        members = {name: _pruned(one) for name, one in value.items()}
        return {name: one for name, one in members.items() if one not in (None, {}, [])}
    if _is_list(value):
        kept = [one for one in value if not (isinstance(one, Mapping) and one.get("value") == "")]
        return [_pruned(one) for one in kept]
    return value


def _holds(found: Any, sent: Any) -> bool:
    """Whether everything of `sent` is in `found`, and no list has more elements."""
    if isinstance(sent, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and _holds(found[name], one) for name, one in sent.items()
        )
    if _is_list(sent):
        if not _is_list(found) or len(found) != len(sent):
            return False
        one, other = _ordered(found), _ordered(sent)
        return all(map(_holds, one, other))
    return bool(found == sent)
