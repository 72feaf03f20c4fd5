from __future__ import annotations

from batchdeck.domain.container_engine import EngineDescription


def test_engines_at_other_addresses_are_other_engines() -> None:
    here = EngineDescription("unix:///a.sock", "Docker", "20.10.24", "amd64", "linux")
    there = EngineDescription("unix:///b.sock", "Docker", "20.10.24", "amd64", "linux")
    assert here != there
    assert len({here, there, here}) == 2
