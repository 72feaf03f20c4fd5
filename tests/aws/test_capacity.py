from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from batchdeck.aws.account import Account
from batchdeck.aws.capacity import CapacityGateway, fleet_event, running_instance, spot_fleet
from batchdeck.domain.capacity import FleetEvent, RunningInstance, SpotFleet
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli
from tests.aws.scripted_caller import ScriptedCaller
from tests.screens.console_app import connection_to


async def test_running_instances_of_all_reservations() -> None:
    off = {
        "InstanceId": "i-1",
        "InstanceType": "m6i.large",
        "MetadataOptions": {"HttpEndpoint": "disabled"},
    }
    script = ScriptedCaller({"Reservations": [{"Instances": [off, {}]}, {}]})
    found = await CapacityGateway(script.caller).running(["i-1", "i-2"])
    assert found == (RunningInstance("i-1", "m6i.large", True), running_instance({}))
    assert script.asked[0][2]["Filters"] == [
        {"Name": "instance-id", "Values": ["i-1", "i-2"]},
        {"Name": "instance-state-name", "Values": ["pending", "running"]},
    ]
    assert await CapacityGateway(ScriptedCaller().caller).running([]) == ()


async def test_more_types_than_a_filter_takes_are_asked_for_in_parts() -> None:
    offered = {"InstanceTypeOfferings": [{"InstanceType": "m5.large", "Location": "eu-west-1a"}]}
    script = ScriptedCaller(offered, {"InstanceTypeOfferings": []})
    types = [f"m{number}.large" for number in range(201)]
    found = await CapacityGateway(script.caller).offerings(types)
    assert found == {"eu-west-1a": {"m5.large"}}
    assert [len(asked[2]["Filters"][0]["Values"]) for asked in script.asked] == [200, 1]
    assert await CapacityGateway(ScriptedCaller().caller).offerings([]) == {}


async def test_spot_fleets_and_their_history() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    config = {
        "IamFleetRole": "arn:role",
        "LaunchSpecifications": [{"SubnetId": "subnet-1, subnet-2"}, {}],
        "LaunchTemplateConfigs": [{"Overrides": [{"SubnetId": "subnet-2"}]}],
    }
    fleet = {
        "SpotFleetRequestId": "sfr-1",
        "SpotFleetRequestState": "active",
        "ActivityStatus": "error",
        "SpotFleetRequestConfig": config,
    }
    information = {"EventSubType": "iamFleetRoleInvalid", "EventDescription": "no"}
    record = {"EventType": "error", "EventInformation": information, "Timestamp": at}
    script = ScriptedCaller({"SpotFleetRequestConfigs": [fleet]}, {"HistoryRecords": [record]})
    gateway = CapacityGateway(script.caller)
    assert await gateway.spot_fleets() == (
        SpotFleet("sfr-1", "arn:role", "active", "error", ("subnet-1", "subnet-2")),
    )
    since = int(at.timestamp() * 1000)
    event = FleetEvent("sfr-1", "error", "iamFleetRoleInvalid", "no", since)
    assert await gateway.fleet_history("sfr-1", since) == (event,)
    assert script.asked[1][2] == {"SpotFleetRequestId": "sfr-1", "StartTime": at}
    assert (spot_fleet({}).id, fleet_event({}, "sfr-1").at) == ("", 0)


async def test_over_the_wire(empty_account: LocalAccount, aws_cli: AwsCli) -> None:
    image = aws_cli("ec2", "describe-images", "--owners", "amazon")["Images"][0]["ImageId"]
    made = aws_cli("ec2", "run-instances", "--image-id", image, "--instance-type", "m5.large")
    own = made["Instances"][0]["InstanceId"]
    aws = Account(replace(connection_to(empty_account.endpoint), region=empty_account.region))
    try:
        (running,) = await aws.capacity.running([own, "i-0123456789abcdef0"])
        offered = await aws.capacity.offerings(["m5.large", "no.such"])
        fleets = await aws.capacity.spot_fleets()
    finally:
        await aws.close()
    assert (running.id, running.type, running.metadata_off) == (own, "m5.large", False)
    assert {name for there in offered.values() for name in there} == {"m5.large"}
    assert all(zone.startswith(empty_account.region) for zone in offered)
    assert fleets == ()
