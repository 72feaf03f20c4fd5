from __future__ import annotations

from random import Random
from uuid import UUID

from batchdeck.local.demo.seeded import seeded_hex, seeded_uuid


def test_the_same_seed_gives_the_same_ids() -> None:
    one, same, other = Random(1), Random(1), Random(2)
    first = seeded_uuid(one)
    assert first == seeded_uuid(same)
    assert first != seeded_uuid(other)
    assert first != seeded_uuid(one)
    assert UUID(first).version == 4


def test_task_ids_are_32_hexadecimal_digits() -> None:
    made = {seeded_hex(Random(seed)) for seed in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {32}
    assert all(int(one, 16) >= 0 for one in made)
