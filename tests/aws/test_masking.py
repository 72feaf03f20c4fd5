from __future__ import annotations

from typing import Any

import pytest

from batchdeck.aws.masking import mask, mask_in_text
from batchdeck.domain.secret import MASK

VARIABLES = [{"name": "PASSWORD", "value": "hunter22"}]


@pytest.mark.parametrize(
    "document",
    [
        {"containerOverrides": {"environment": VARIABLES}},
        {"containerProperties": {"environment": VARIABLES}},
        {"container": {"environment": VARIABLES}},
        {"ecsProperties": {"taskProperties": [{"containers": [{"environment": VARIABLES}]}]}},
        {
            "ecsPropertiesOverride": {
                "taskProperties": [{"containers": [{"environment": VARIABLES}]}]
            }
        },
        {
            "nodeOverrides": {
                "nodePropertyOverrides": [{"containerOverrides": {"environment": VARIABLES}}]
            }
        },
        {"eksProperties": {"podProperties": {"initContainers": [{"env": VARIABLES}]}}},
        {"jobs": [{"container": {"environment": VARIABLES}}]},
        {"logConfiguration": {"options": {"splunk-token": "hunter22"}}},
    ],
)
def test_values_of_variables_are_masked_wherever_they_stand(document: dict[str, Any]) -> None:
    masked = mask(document)
    assert "hunter22" not in str(masked)
    assert MASK in str(masked)
    assert str(masked).replace(MASK, "hunter22") == str(document)


def test_everything_else_stays() -> None:
    document = {"jobName": "x", "environment": "prod", "options": {"awslogs-group": "/g"}, "n": [1]}
    assert mask(document) == document


def test_a_text_that_quotes_the_request_does_not_leak() -> None:
    request = {"containerOverrides": {"environment": [*VARIABLES, {"name": "A", "value": "1"}]}}
    text = "1 validation error: Value 'hunter22' at 'environment.1.member.value'"
    assert (
        mask_in_text(text, request)
        == f"1 validation error: Value '{MASK}' at 'environment.1.member.value'"
    )


def test_user_data_is_masked() -> None:
    data = {"LaunchTemplateData": {"UserData": "IyEvYmluL3No", "ImageId": "ami-1"}}
    assert mask(data) == {"LaunchTemplateData": {"UserData": "******", "ImageId": "ami-1"}}
