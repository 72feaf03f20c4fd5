from __future__ import annotations

from dataclasses import replace

from batchdeck.aws.account import Account
from batchdeck.aws.quotas import QuotasGateway
from batchdeck.domain.quota import Quota
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.screens.console_app import connection_to

P = {
    "ServiceCode": "ec2",
    "QuotaCode": "L-417A185B",
    "QuotaName": "Running On-Demand P instances",
    "Value": 0.0,
}


async def test_all_pages_and_what_has_no_value_is_left_out() -> None:
    script = ScriptedCaller(
        {"Quotas": [P, {"QuotaCode": "L-2"}], "NextToken": "t"}, {"Quotas": [P]}
    )
    found = await QuotasGateway(script.caller).of("ec2")
    assert found == (Quota("ec2", "L-417A185B", "Running On-Demand P instances", 0),) * 2
    assert [asked[2].get("NextToken") for asked in script.asked] == [None, "t"]
    assert script.asked[0][:2] == ("service-quotas", "ListServiceQuotas")


async def test_over_the_wire(empty_account: LocalAccount) -> None:
    aws = Account(replace(connection_to(empty_account.endpoint), region=empty_account.region))
    try:
        ec2, fargate = await aws.quotas.of("ec2"), await aws.quotas.of("fargate")
    finally:
        await aws.close()
    assert any(one.limits("m6i.large", spot=False) and one.value > 0 for one in ec2)
    assert {one.name for one in fargate} == {
        "Fargate On-Demand vCPU resource count",
        "Fargate Spot vCPU resource count",
    }
