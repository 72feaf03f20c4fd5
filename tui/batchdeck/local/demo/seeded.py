"""Ids that are the same whenever the seed is."""

from __future__ import annotations

from random import Random
from uuid import UUID


def seeded_uuid(random: Random) -> str:
    """An id in the form of Batch's own."""
    return str(UUID(int=random.getrandbits(128), version=4))


def seeded_hex(random: Random) -> str:
    """32 hexadecimal digits, as the ids of ECS tasks."""
    return f"{random.getrandbits(128):032x}"
