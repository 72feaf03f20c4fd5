from __future__ import annotations

from batchdeck.aws.pages import all_members, matching
from tests.aws.scripted_caller import ScriptedCaller


async def test_every_page_is_asked_for() -> None:
    script = ScriptedCaller({"Things": [{"a": 1}], "NextToken": "n"}, {"Things": [{"a": 2}]})
    found = await all_members(script.caller, "ec2", "DescribeThings", {"X": 1}, "Things")
    assert [one["a"] for one in found] == [1, 2]
    assert [asked[2] for asked in script.asked] == [{"X": 1}, {"X": 1, "NextToken": "n"}]


async def test_a_token_that_repeats_is_the_end() -> None:
    page = {"Things": [{"a": 1}], "Marker": "m"}
    script = ScriptedCaller(page, page)
    found = await all_members(script.caller, "iam", "List", {}, "Things", token="Marker")
    assert len(found) == 2


async def test_a_list_that_is_left_out_is_empty() -> None:
    assert await all_members(ScriptedCaller({}).caller, "ec2", "D", {}, "Things") == ()


def test_filters() -> None:
    assert matching(subnet_id=("a", "b")) == [{"Name": "subnet-id", "Values": ["a", "b"]}]
