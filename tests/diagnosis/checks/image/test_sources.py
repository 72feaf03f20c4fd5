from __future__ import annotations

from batchdeck.diagnosis.checks.image.sources import (
    HUGE,
    image_exists,
    image_not_archived,
    image_not_huge,
    log_group_exists,
)
from batchdeck.domain.image import ImageDetail
from tests.diagnosis.things import IMAGE, status_of

NAMED = {"registry": "123456789012", "repository": "genome", "which": "imageTag=7"}


def test_the_image_exists() -> None:
    assert status_of(image_exists({IMAGE: ImageDetail()})) == "PASS"
    verdict = image_exists({IMAGE: ImageDetail("ImageNotFoundException")})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", NAMED)


def test_the_image_is_not_archived() -> None:
    for status in ("", "ACTIVE", "TOMORROW"):
        assert status_of(image_not_archived({IMAGE: ImageDetail("", status)})) == "PASS"
    verdict = image_not_archived({IMAGE: ImageDetail("", "ARCHIVED")})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", NAMED)
    assert verdict.evidence[0].value == "ARCHIVED"
    by_digest = IMAGE.replace(":7", "@sha256:ab")
    restored = image_not_archived({by_digest: ImageDetail("", "ACTIVATING")})
    assert (status_of(restored), dict(restored.values)["which"]) == (
        "FAIL",
        "imageDigest=sha256:ab",
    )


def test_the_image_is_not_huge() -> None:
    for size in (None, HUGE - 1):
        assert status_of(image_not_huge({IMAGE: ImageDetail(size=size)})) == "PASS"
    verdict = image_not_huge({IMAGE: ImageDetail(size=HUGE)})
    assert (status_of(verdict), dict(verdict.values)) == ("WARN", NAMED)
    assert "4.0 GiB" in verdict.summary


def test_the_log_group_exists() -> None:
    assert status_of(log_group_exists({"/genome": True})) == "PASS"
    verdict = log_group_exists({"/genome": False})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"group": "/genome"})
