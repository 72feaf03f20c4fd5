"""Ids that are the same whenever the seed is."""

from __future__ import annotations

from random import Random


def seeded_uuid(random: Random) -> str:
    """An id in the form of Batch's own."""
    digits = f"{random.getrandbits(128):032x}"
    variant = f"{int(digits[16], 16) & 0x3 | 0x8:x}"
    first, last = f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}", f"{digits[17:20]}-{digits[20:]}"
    return f"{first}-{variant}{last}"


def seeded_hex(random: Random) -> str:
    """32 hexadecimal digits, as the ids of ECS tasks."""
    return f"{random.getrandbits(128):032x}"
