from __future__ import annotations

from batchdeck.docker.errors import EngineAbsentError
from batchdeck.domain.container_engine import EngineDescription
from batchdeck.domain.container_image import PullProgress
from batchdeck.domain.job import Container
from batchdeck.domain.resources import JobDefinition
from batchdeck.panes.trial_words import plan_lines, standing_lines
from batchdeck.shipping.trial import Trial, plan_trial
from tests.panes.lines import text

ENGINE = EngineDescription("unix:///run/d.sock", "Docker", "20.10.24", "amd64", "linux")


def plan(**container: object) -> str:
    containers = (Container(image="app:v1", **container),)  # type: ignore[arg-type]
    made = JobDefinition("etl", 3, "arn", "container", "ACTIVE", containers=containers)
    return text(plan_lines(plan_trial(made), Trial(engine=ENGINE)))


def standing(trial: Trial, *, stopped: bool = False) -> str:
    return text(standing_lines(trial, stopped=stopped))


def test_what_runs_and_with_what() -> None:
    found = plan(command=("run", "it"), vcpus=0.25, memory=512, user="1000")
    assert "Definition   etl:3" in found
    assert "Command      run it" in found
    assert "Limits       0.25 vCPU, 512 MiB, as 1000" in found
    assert "Engine       Docker 20.10.24, unix:///run/d.sock" in found
    assert "Not as there" not in found


def test_what_is_not_as_there() -> None:
    found = plan(secrets=("arn:db",), gpus=1)
    assert "Command      the image's own" in found
    assert "Limits       none" in found
    assert "Not as there secret not fetched: arn:db" in found


def test_how_it_goes() -> None:
    assert "looking for a container engine" in standing(Trial())
    assert "starting" in standing(Trial(engine=ENGINE))
    pulling = Trial(engine=ENGINE, pulling=PullProgress(done=2**20, total=2**22))
    assert "pulling the image, 1.0 MiB of 4.0 MiB so far" in standing(pulling)
    building = Trial(engine=ENGINE, building="step 2/3: RUN make")
    assert "building, step 2/3: RUN make" in standing(building)
    running = Trial(engine=ENGINE, container="0123456789abcdef")
    assert "running, container 0123456789ab" in standing(running)
    assert "stopped, its container is removed" in standing(running, stopped=True)


def test_how_it_ended() -> None:
    assert "ended with exit code 0" in standing(Trial(is_over=True, exit_code=0))
    assert "exit code 127: there is no such program" in standing(Trial(is_over=True, exit_code=127))
    hungry = Trial(is_over=True, exit_code=137, out_of_memory=True)
    assert "exit code 137: it used more memory than it may" in standing(hungry)
    assert "does not tell" in standing(Trial(is_over=True))
    foreign = Trial(is_over=True, exit_code=1, reason="the image is for linux/arm64")
    assert "Reason       the image is for linux/arm64" in standing(foreign)


def test_why_it_could_not_be() -> None:
    problem = EngineAbsentError("no container engine", advice="install one")
    found = standing(Trial(is_over=True, problem=problem))
    assert "no container engine" in found
    assert "What helps   install one" in found
