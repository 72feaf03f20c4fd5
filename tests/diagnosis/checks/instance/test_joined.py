from __future__ import annotations

from batchdeck.diagnosis.checks.instance.joined import agent_connected, registered
from tests.diagnosis.things import NOW, activity, environment, group, instance, status_of

HERE = (environment(),)


def test_launched_instances_join() -> None:
    launched, old = (group("i-1", "i-2"),), {"spot": (activity(),)}
    joined = {"spot": (instance("i-1"), instance("i-2"))}
    assert status_of(registered(HERE, launched, old, joined, NOW)) == "PASS"
    verdict = registered(HERE, launched, old, {"spot": (instance("i-1"),)}, NOW)
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"instance": "i-2"})
    fresh = {"spot": (activity(age=60_000),)}
    assert status_of(registered(HERE, launched, fresh, {}, NOW)) == "WARN"
    assert status_of(registered(HERE, (), {}, {}, NOW)) == "SKIP"
    assert status_of(registered(HERE, (group("i-9", name="other"),), {}, {}, NOW)) == "SKIP"


def test_agents_are_connected() -> None:
    away = instance("i-2", agent_connected=False)
    assert status_of(agent_connected(HERE, {"spot": (instance(),)})) == "PASS"
    assert status_of(agent_connected(HERE, {"spot": (instance(), away)})) == "WARN"
    assert status_of(agent_connected(HERE, {"spot": (away,)})) == "FAIL"
    assert status_of(agent_connected(HERE, {})) == "SKIP"
