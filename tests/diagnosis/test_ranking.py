from __future__ import annotations

from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Certainty, Situation, causes, explained_by, observed
from batchdeck.diagnosis.verdict import Evidence, Status, failed, unknown, warned

KNOWN = load()
FIELD = Evidence("a", "b", "c", "d")
STUCK = Situation("RUNNABLE")


def bad(name: str, *, settled: bool = False, estimated: bool = False) -> Finding:
    return Finding(KNOWN[name], failed(name, FIELD, settled=settled, estimated=estimated))


def ids(found: tuple[object, ...]) -> list[str]:
    return [cause.finding.check.id for cause in found]  # type: ignore[attr-defined]


def test_a_symptom_is_folded_under_its_root() -> None:
    found = causes(
        [bad("queue-has-usable-ce"), bad("ce-state-enabled"), bad("job-status-reason-code")],
        STUCK,
        KNOWN,
    )
    assert ids(found) == ["ce-state-enabled"]
    assert found[0].symptoms == ("job-status-reason-code", "queue-has-usable-ce")


def test_a_symptom_alone_is_a_root() -> None:
    assert ids(causes([bad("inst-registered-in-ecs")], STUCK, KNOWN)) == ["inst-registered-in-ecs"]


def test_what_the_code_names_comes_first_and_is_certain() -> None:
    both = [bad("net-egress-path"), bad("ce-max-vcpus-fits-job")]
    code = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
    found = causes(both, Situation("RUNNABLE", code), KNOWN)
    assert ids(found) == ["ce-max-vcpus-fits-job", "net-egress-path"]
    assert [one.certainty for one in found] == [Certainty.CERTAIN, Certainty.PROBABLE]


def test_nothing_is_certain_while_a_blocker_is_unknown() -> None:
    open_one = Finding(KNOWN["net-sg-egress"], unknown("denied"))
    code = "UNDETERMINED"
    found = causes([bad("net-egress-path"), open_one], Situation("RUNNABLE", code), KNOWN)
    assert found[0].certainty is Certainty.PROBABLE
    settled = causes([bad("ce-state-enabled", settled=True), open_one], STUCK, KNOWN)
    assert settled[0].certainty is Certainty.CERTAIN


def test_an_estimate_is_only_possible() -> None:
    found = causes([bad("ce-memory-overhead", estimated=True)], STUCK, KNOWN)
    assert found[0].certainty is Certainty.POSSIBLE


def test_what_matters_in_another_state_is_latent() -> None:
    found = causes([bad("image-ecr-exists"), bad("net-subnet-free-ips")], STUCK, KNOWN)
    assert ids(found) == ["net-subnet-free-ips", "image-ecr-exists"]
    assert [one.latent for one in found] == [False, True]


def test_observation_beats_inference() -> None:
    seen = Situation("RUNNABLE", witnesses=("i-1",))
    first, second = observed([bad("net-egress-path"), bad("ce-state-enabled")], seen)
    assert first.verdict.status is Status.WARN
    assert "contradicted by i-1" in first.verdict.summary
    assert second.verdict.status is Status.FAIL
    assert observed([first], STUCK) == (first,)


def test_an_instance_that_joined_says_nothing_of_what_containers_need() -> None:
    waiting = Situation("RUNNABLE", witnesses=("i-1",))
    starting = Situation("STARTING", witnesses=("i-1",))
    for name in ("net-vpce-logs", "iam-instance-role-image-logs"):
        assert observed([bad(name)], waiting)[0].verdict.status is Status.FAIL
    closed = bad("net-vpce-sg-ingress")
    assert observed([closed], waiting)[0].verdict.status is Status.WARN
    assert observed([closed], starting)[0].verdict.status is Status.FAIL


def test_warnings_are_no_causes() -> None:
    assert causes([Finding(KNOWN["ce-state-enabled"], warned("w", FIELD))], STUCK, KNOWN) == ()


def test_no_check_explains_itself() -> None:
    assert [name for name in KNOWN if name in explained_by(name, KNOWN)] == []
