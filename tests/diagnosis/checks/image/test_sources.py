from __future__ import annotations

from batchdeck.diagnosis.checks.image.sources import image_exists, log_group_exists
from tests.diagnosis.things import status_of

IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/genome:7"


def test_the_image_exists() -> None:
    assert status_of(image_exists({IMAGE: ""})) == "PASS"
    verdict = image_exists({IMAGE: "ImageNotFoundException"})
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["repository"] == "genome"


def test_the_log_group_exists() -> None:
    assert status_of(log_group_exists({"/genome": True})) == "PASS"
    verdict = log_group_exists({"/genome": False})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"group": "/genome"})
