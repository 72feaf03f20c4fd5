from __future__ import annotations

import pytest

from batchdeck.local.runners.exec_format import exec_format_error
from batchdeck.local.runners.simulated import SimulatedRunner
from tests.local.runners.recorder import Recorder, request


@pytest.mark.parametrize(
    ("host", "image", "fits"),
    [
        ("x86_64", "amd64", True),
        ("arm64", "arm64", True),
        ("arm64", "amd64", False),
        ("x86_64", "arm64", False),
        ("", "arm64", True),
    ],
)
def test_an_image_runs_on_its_own_architecture(host: str, image: str, fits: bool) -> None:
    asked = request("run", image="busybox", architecture=host)
    assert (exec_format_error(asked, image) == "") is fits


def test_a_simulated_one_fails_as_a_container_does() -> None:
    runner, seen = SimulatedRunner(), Recorder()
    try:
        runner.start(request("probe", "ok", architecture="arm64"), seen)
        assert seen.outcome() == (255, "")
        assert seen.texts == ["exec probe: exec format error"]
    finally:
        runner.close()
