from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

NAME = {"launchTemplateName": "usual"}


def override(*types: str, **members: str) -> dict[str, Any]:
    return {"launchTemplateName": "special", "targetInstanceTypes": list(types), **members}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ({}, "Either launchTemplateId or launchTemplateName must be provided."),
        ({**NAME, "launchTemplateId": "lt-1"}, "Either launchTemplateId or launchTemplateName"),
        (
            {**NAME, "overrides": [override("m5.large", launchTemplateId="lt-1")]},
            "Either launchTemplateId or launchTemplateName",
        ),
        ({**NAME, "overrides": [override()]}, "targetInstanceTypes that do not match"),
        (
            {**NAME, "overrides": [override("c5.large")]},
            "have targetInstanceTypes that do not match",
        ),
        (
            {**NAME, "overrides": [override("optimal")]},
            "have targetInstanceTypes that do not match",
        ),
        (
            {**NAME, "overrides": [override("m5.large"), override("m5.xlarge", "m5.large")]},
            "have duplicate targetInstanceTypes",
        ),
        (
            {**NAME, "overrides": [override("m5.large")] * 11},
            "LaunchTemplate.overrides size cannot be greater than 10",
        ),
    ],
)
def test_templates_that_cannot_be(cloud: Cloud, template: Any, text: str) -> None:
    with refused(text):
        cloud.environment(launchTemplate=template)


def test_a_template_for_some_types_is_kept(cloud: Cloud) -> None:
    template = {**NAME, "overrides": [override("m5.large"), override("m5.xlarge")]}
    name = cloud.environment(launchTemplate=template)
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[name])
    assert answer["computeEnvironments"][0]["computeResources"]["launchTemplate"] == template
