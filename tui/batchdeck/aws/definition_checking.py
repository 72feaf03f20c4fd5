"""Whether AWS would take a document as a job definition, read from botocore's model."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from batchdeck.aws.masking import conceal
from batchdeck.domain.clean import clean
from batchdeck.domain.definition_document import MOST_BYTES, DefinitionDocument, DocumentProblem
from batchdeck.domain.json_text import json_text
from batchdeck.domain.secret import MASK, Secret

_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), 'a text in "quotes"'),
    "integer": ((int,), "a whole number"),
    "long": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "double": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
    "list": ((list, tuple), "a list in [brackets]"),
    "map": ((Mapping,), "names with values in {braces}"),
    "structure": ((Mapping,), "members in {braces}"),
}
_LONGEST = 60


def problems(members: object, shape: Any) -> Sequence[DocumentProblem]:
    """Everything that the model of the request forbids, and a document that is too long.

    Values that may be secrets are masked in what is said. An empty result means that botocore
    would send it; what only AWS can know, AWS says.
    """
    if not isinstance(members, Mapping):
        found = json_text(members)[:_LONGEST]
        return (DocumentProblem("the document", found, "an object in {braces}"),)
    found_problems = tuple(
        replace(problem, field=clean(problem.field))
        for problem in _problems(conceal(members), shape, "")
    )
    if found_problems:
        return found_problems
    return (*_last_word(members, shape), *_size(members))


def _problems(value: Any, shape: Any, field: str) -> Iterator[DocumentProblem]:
    types, words = _KINDS[shape.type_name]
    plain = value.reveal() if isinstance(value, Secret) else value
    if not isinstance(plain, types) or (isinstance(plain, bool) and bool not in types):
        yield DocumentProblem(field, _shown(value, field), words)
    elif shape.type_name == "structure":
        yield from _structure(value, shape, field)
    elif shape.type_name == "list":
        for number, one in enumerate(value):
            yield from _problems(one, shape.member, f"{field}[{number}]")
    elif shape.type_name == "map":
        for name, one in value.items():
            yield from _problems(one, shape.value, f"{field}.{name}")
    elif getattr(shape, "enum", None) and not _is_of(str(plain), shape):
        yield DocumentProblem(field, _shown(value, field), "one of " + ", ".join(shape.enum))


def _structure(value: Mapping[str, Any], shape: Any, field: str) -> Iterator[DocumentProblem]:
    prefix = f"{field}." if field else ""
    for name, one in value.items():
        if name not in shape.members:
            yield DocumentProblem(prefix + name, "", _no_such_member(name, shape))
        else:
            yield from _problems(one, shape.members[name], prefix + name)
    for name in shape.required_members:
        if name not in value:
            words = _KINDS[shape.members[name].type_name][1]
            yield DocumentProblem(prefix + name, "", f"is missing; {words} is needed")


def _no_such_member(name: str, shape: Any) -> str:
    close = difflib.get_close_matches(name, shape.members, n=1)
    known = f"{close[0]} is meant?" if close else "known are " + ", ".join(shape.members)
    return f"not known here; {known}"


def _is_of(value: str, shape: Any) -> bool:
    """`evaluateOnExit[].action` is the one value whose case does not matter."""
    return value in shape.enum or (shape.name == "RetryAction" and value.upper() in shape.enum)


def _shown(value: Any, field: str) -> str:
    """The value in a few words; something else than text where a secret belongs is masked too."""
    if isinstance(value, Secret) or _holds_secrets(field):
        return MASK
    text = json_text(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _holds_secrets(field: str) -> bool:
    return field.endswith(".value") and ("environment[" in field or "env[" in field)


def _size(members: Mapping[str, Any]) -> Iterator[DocumentProblem]:
    length = DefinitionDocument(members).bytes
    if length > MOST_BYTES:
        yield DocumentProblem(
            "the document", f"{length} bytes of JSON", f"at most {MOST_BYTES}: AWS takes 24 KiB"
        )


def _last_word(members: Mapping[str, Any], shape: Any) -> Iterator[DocumentProblem]:
    """What botocore itself has against it; lengths and ranges, mostly."""
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(members, shape)
    if report.has_errors():
        words = " ".join(report.generate_report().split())
        yield DocumentProblem("the document", "", clean(words))
