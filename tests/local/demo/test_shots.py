from __future__ import annotations

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.shots import FRAMES, Shots
from tests.local.cloud import eventually
from tests.local.demo.test_traffic import living as living
from tests.local.scripted_runner import ScriptedRunner


def states(demo: Demo, name: str) -> list[str]:
    with demo.service.account.lock:
        return [job.status for job in demo.service.account.jobs if job.name == name]


def test_a_movie_waits_for_its_frames_and_the_next_shot_for_the_movie(
    living: Demo, runner: ScriptedRunner
) -> None:
    shots = Shots(living.service)
    shots.turn()
    assert states(living, "shot-0420") == []
    shots.submit()
    eventually(lambda: states(living, "movie-0420") == ["PENDING"])
    shots.turn()
    assert states(living, "shot-0421") == []
    for _ in range(FRAMES + 1):
        runner.next().finish()
    eventually(lambda: states(living, "movie-0420") == ["SUCCEEDED"])
    assert states(living, "shot-0420") == ["SUCCEEDED"] * (FRAMES + 1)
    shots.turn()
    assert len(states(living, "shot-0421")) == FRAMES + 1
