"""Watchers hear of what happens, each of everything."""

from __future__ import annotations

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import ComputeEnvironmentRecord, JobRecord
from batchdeck.local.batch.watcher import FACTORIES, Watcher, Watchers, watchers_of
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.batch.builders import environment, job
from tests.local.placement.places import SMALL


class Full(Watcher):
    """Knows a host and has no room."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def has_room(self, environment: ComputeEnvironmentRecord, demand: Demand) -> bool:
        return False

    def host(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> str:
        return "a host"

    def lost(self) -> list[tuple[str, str]]:
        return [("a job", "why")]

    def is_replacing(self, environment: ComputeEnvironmentRecord) -> bool:
        return True

    def moved(self, job: JobRecord) -> None:
        self.heard.append(job.status)


def test_one_who_objects_is_enough() -> None:
    assert Watchers((Watcher(),)).has_room(environment(), SMALL)
    assert not Watchers((Watcher(), Full())).has_room(environment(), SMALL)


def test_the_host_is_the_one_that_is_known() -> None:
    assert Watchers((Watcher(),)).host(job(), environment()) == ""
    assert Watchers((Watcher(), Full())).host(job(), environment()) == "a host"


def test_what_anybody_lost_is_lost() -> None:
    assert Watchers((Watcher(), Full())).lost() == [("a job", "why")]


def test_an_environment_is_replaced_until_nobody_has_instances_left() -> None:
    assert not Watchers((Watcher(), Watcher())).is_replacing(environment())
    assert Watchers((Watcher(), Full())).is_replacing(environment())


def test_everybody_is_told() -> None:
    both = Full(), Full()
    Watchers(both).moved(job(status="RUNNING"))
    assert [one.heard for one in both] == [["RUNNING"], ["RUNNING"]]


def test_every_account_has_watchers_of_its_own() -> None:
    made: list[str] = []

    def make(account: Account, surroundings: Surroundings) -> Watcher:
        made.append(account.region)
        return Full()

    FACTORIES.append(make)
    try:
        watcher = watchers_of(Account("1", "eu-west-1"), Surroundings("1", "eu-west-1"))
        assert watcher.host(job(), environment()) == "a host"
    finally:
        FACTORIES.remove(make)
    assert made == ["eu-west-1"]
