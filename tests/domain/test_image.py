from __future__ import annotations

import pytest

from batchdeck.domain.image import EcrImage, ecr_image

HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (f"{HOST}/a/b:7", EcrImage("123456789012", "eu-west-1", "a/b", "7")),
        (f"{HOST}/a", EcrImage("123456789012", "eu-west-1", "a")),
        (f"{HOST}/a@sha256:0f", EcrImage("123456789012", "eu-west-1", "a", digest="sha256:0f")),
        ("public.ecr.aws/a/b:1", None),
        ("busybox", None),
        ("", None),
    ],
)
def test_references(reference: str, expected: EcrImage | None) -> None:
    assert ecr_image(reference) == expected
