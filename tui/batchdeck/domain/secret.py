"""Values that are shown only when somebody asks for them, one by one."""

from __future__ import annotations

MASK = "******"
"""ASCII: a bullet takes two cells on many CJK terminals."""


class Secret:
    """A string that prints as a mask; `reveal()` gives the value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself. Call it only for one value that the user asked to see."""
        return self._value

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)
