"""Service Quotas over the wire, and that placement keeps to them."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from batchdeck.local.around.service_quotas import SERVICES
from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner

STANDARD = {"ServiceCode": "ec2", "QuotaCode": "L-1216C47A"}


def test_every_service_lists_quotas_of_its_own(cloud: Cloud) -> None:
    quotas = cloud.client("service-quotas")
    services = [one["ServiceCode"] for one in quotas.list_services()["Services"]]
    assert services == list(SERVICES)
    for service in services:
        pages = quotas.get_paginator("list_service_quotas").paginate(
            ServiceCode=service, PaginationConfig={"PageSize": 2}
        )
        found = [quota for page in pages for quota in page["Quotas"]]
        assert len({quota["QuotaCode"] for quota in found}) == len(found) > 1
        assert {quota["ServiceCode"] for quota in found} == {service}


def test_one_quota_and_its_default(cloud: Cloud) -> None:
    quotas = cloud.client("service-quotas")
    told = quotas.get_service_quota(**STANDARD)["Quota"]
    assert told["QuotaName"].startswith("Running On-Demand Standard")
    assert told["QuotaArn"].endswith(":123456789012:ec2/L-1216C47A")
    assert told["Value"] == quotas.get_aws_default_service_quota(**STANDARD)["Quota"]["Value"]
    vpc = quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-7E9ECCDB")["Quota"]
    assert vpc["Value"] == 50


@pytest.mark.parametrize("code", ["L-00000000", "L-144F0CA5"])
def test_an_unknown_quota(cloud: Cloud, code: str) -> None:
    quotas = cloud.client("service-quotas")
    with pytest.raises(ClientError) as refused:
        quotas.get_service_quota(ServiceCode="ec2", QuotaCode=code)
    assert refused.value.response["Error"]["Code"] == "NoSuchResourceException"
    with pytest.raises(ClientError):
        quotas.list_service_quotas(ServiceCode="no-such-service")


def test_a_changed_quota_holds_a_job_until_it_is_raised(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    quotas = cloud.client("service-quotas")
    default = quotas.get_service_quota(**STANDARD)["Quota"]["Value"]
    changed = quotas.request_service_quota_increase(**STANDARD, DesiredValue=1)["RequestedQuota"]
    assert (changed["Status"], changed["DesiredValue"]) == ("APPROVED", 1)
    assert quotas.get_service_quota(**STANDARD)["Quota"]["Value"] == 1
    assert quotas.get_aws_default_service_quota(**STANDARD)["Quota"]["Value"] == default
    environment = cloud.environment()
    job_id = cloud.submit(cloud.queue(environment), cloud.definition(vcpus="2"))
    (failed,) = eventually(Seen(cloud, environment).activities)
    assert "vCPU limit of 1" in failed["StatusMessage"]
    assert cloud.job(job_id)["status"] == "RUNNABLE"
    quotas.request_service_quota_increase(**STANDARD, DesiredValue=default)
    assert runner.next().request.job_id == job_id


@pytest.mark.parametrize(
    ("quota", "value", "text"),
    [
        ({"ServiceCode": "batch", "QuotaCode": "L-144F0CA5"}, 60, "is not adjustable"),
        (STANDARD, 1e11, "must be a number between 0 and 10000000000"),
    ],
)
def test_changes_that_cannot_be(cloud: Cloud, quota: Any, value: float, text: str) -> None:
    with pytest.raises(ClientError, match=text) as refused:
        cloud.client("service-quotas").request_service_quota_increase(**quota, DesiredValue=value)
    assert refused.value.response["Error"]["Code"] == "IllegalArgumentException"
