"""Keeps the values of environment variables out of what is shown, copied and logged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from batchdeck.domain.secret import MASK, Secret

#: Lists of `{name, value}`: `environment` of containers and overrides, `env` of EKS containers.
_VARIABLES = frozenset({"environment", "env"})
#: Words in the name of a log driver's option that holds a credential (`splunk-token`).
_CREDENTIAL_WORDS = ("token", "password", "secret", "key")
#: What an instance runs at its first boot: a script, often with a secret in it.
_SCRIPT = "UserData"
#: Shorter values are everywhere; replacing them in a text would only make it unreadable.
_SHORTEST = 4


def mask(value: Any) -> Any:
    """A request or answer with the value of each environment variable masked."""
    return _hide(value, lambda _: MASK)


def conceal(value: Any) -> Any:
    """The same with each of these values as a `Secret`, which knows what it was."""
    return _hide(value, lambda hidden: Secret(hidden) if isinstance(hidden, str) else hidden)


def mask_in_text(text: str, parameters: Any) -> str:
    """`text` without the values that `mask` hides in `parameters`: errors quote requests."""
    for value in sorted(_secrets(parameters), key=len, reverse=True):
        if len(value) >= _SHORTEST:
            text = text.replace(value, MASK)
    return text


def _hide(value: Any, hide: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _hide_member(name, member, hide) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hide(member, hide) for member in value]
    return value


def _hide_member(name: Any, member: Any, hide: Callable[[Any], Any]) -> Any:
    if name in _VARIABLES and isinstance(member, (list, tuple)):
        return [_hide_variable(variable, hide) for variable in member]
    if name == _SCRIPT and isinstance(member, str):
        return hide(member)
    if name == "options" and isinstance(member, Mapping):
        return {key: hide(text) if _is_credential(key) else text for key, text in member.items()}
    return _hide(member, hide)


def _hide_variable(variable: Any, hide: Callable[[Any], Any]) -> Any:
    if isinstance(variable, Mapping) and "value" in variable:
        return {**variable, "value": hide(variable["value"])}
    return variable


def _is_credential(option: Any) -> bool:
    return any(word in str(option).lower() for word in _CREDENTIAL_WORDS)


def _secrets(value: Any) -> Iterator[str]:
    """Every string that `mask` takes out."""
    masked = mask(value)
    for before, after in _leaves(value, masked):
        if before != after:
            yield before


def _leaves(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    if isinstance(before, str):
        yield before, after
    elif isinstance(before, Mapping):
        for name, member in before.items():
            yield from _leaves(member, after[name])
    elif isinstance(before, (list, tuple)):
        for one, other in zip(before, after, strict=True):
            yield from _leaves(one, other)
