"""Sizes for people."""

from __future__ import annotations

_STEP = 1024
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def size_text(size: int) -> str:
    """Bytes in the unit that leaves the fewest digits, such as `1.4 MiB`."""
    amount = float(size)
    for unit in _UNITS[:-1]:
        if amount < _STEP:
            return (
                f"{amount:.0f} {unit}" if amount >= 100 or unit == "B" else f"{amount:.1f} {unit}"
            )
        amount /= _STEP
    return f"{amount:.1f} {_UNITS[-1]}"
