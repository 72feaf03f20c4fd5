from __future__ import annotations

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.environments import team_of


def test_there_are_environments_of_every_kind_and_one_is_invalid(demo: Demo) -> None:
    environments = demo.service.account.environments.values()
    assert {one.kind for one in environments} == {"EC2", "SPOT", "FARGATE"}
    assert [one.name for one in environments if one.status == "INVALID"] == ["closing"]
    assert [one.name for one in environments if one.state == "DISABLED"] == ["render-spot"]


def test_every_queue_has_an_environment_of_its_own(demo: Demo) -> None:
    account = demo.service.account
    orders = [queue.environments for queue in account.queues.values()]
    assert sorted(order[0] for order in orders) == sorted(account.environments)
    assert {len(order) for order in orders} == {1}


def test_their_ids_come_from_the_seed(demo: Demo) -> None:
    for environment in demo.service.account.environments.values():
        assert environment.cluster_arn.endswith(f"AWSBatch-{environment.name}-{environment.uuid}")


def test_names_tell_whose_they_are() -> None:
    names = ("genome-himem", "render-farm", "render", "render-spot", "closing", "etl")
    assert [team_of(name) for name in names] == [
        "genome",
        "studio",
        "shop",
        "shop",
        "finance",
        "shop",
    ]
