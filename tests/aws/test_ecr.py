from __future__ import annotations

import pytest

from batchdeck.aws.ecr import EcrGateway
from batchdeck.aws.errors import DeniedError, RefusedError
from batchdeck.domain.image import EcrImage
from tests.aws.scripted_caller import ScriptedCaller

TAGGED = EcrImage("123456789012", "eu-west-1", "genome", "7")


async def test_whether_an_image_is_there() -> None:
    absent = RefusedError("no", code="ImageNotFoundException")
    script = ScriptedCaller(
        {"imageDetails": [{}]}, absent, RefusedError("x", code="Other"), DeniedError("no")
    )
    ecr = EcrGateway(script.caller)
    assert await ecr.absence(TAGGED) == ""
    assert script.asked[0][2]["imageIds"] == [{"imageTag": "7"}]
    assert await ecr.absence(EcrImage("1", "r", "g", digest="sha256:a")) == "ImageNotFoundException"
    assert script.asked[1][2]["imageIds"] == [{"imageDigest": "sha256:a"}]
    for error in (RefusedError, DeniedError):
        with pytest.raises(error):
            await ecr.absence(TAGGED)
