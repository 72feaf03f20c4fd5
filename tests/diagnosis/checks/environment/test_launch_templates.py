from __future__ import annotations

from batchdeck.diagnosis.checks.environment.launch_templates import (
    template_exists,
    template_has_no_conflict,
)
from batchdeck.diagnosis.verdict import Verdict
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference, TemplateInterface
from tests.diagnosis.things import environment, status_of

USUAL, BY_ID = LaunchTemplateReference("nodes", "2"), LaunchTemplateReference("lt-1", "$Latest")
HERE = (environment(launch_templates=(USUAL,)),)


def content(**more: object) -> Verdict:
    """What is said of a template that holds this."""
    template = LaunchTemplate("lt-1", "nodes", 2, **more)  # type: ignore[arg-type]
    return template_has_no_conflict(HERE, {USUAL.key: template})


def test_a_template_that_is_gone() -> None:
    verdict = template_exists(HERE, {USUAL.key: None})
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[0].value == "nodes, version 2"
    assert dict(verdict.values) == {"ce": "spot", "name": "nodes"}
    by_id = (environment(launch_templates=(BY_ID,)),)
    verdict = template_exists(by_id, {BY_ID.key: None})
    assert verdict.evidence[0].field == "launchTemplate.launchTemplateId"
    assert dict(verdict.values)["name"] == "spot-nodes"


def test_a_template_that_is_there_or_not_needed() -> None:
    assert status_of(template_exists(HERE, {USUAL.key: LaunchTemplate("lt-1", "nodes")})) == "PASS"
    assert status_of(template_exists((environment(),), {})) == "SKIP"


def test_one_good_template_of_two() -> None:
    both = (environment(launch_templates=(USUAL, BY_ID)),)
    found = {USUAL.key: LaunchTemplate("lt-1", "nodes"), BY_ID.key: None}
    assert status_of(template_exists(both, found)) == "WARN"
    other = environment("b", launch_templates=(BY_ID,))
    assert status_of(template_exists((*HERE, other), found)) == "WARN"


def test_groups_beside_interfaces_are_refused() -> None:
    interface = TemplateInterface(groups=("sg-1",), public_ip=True)
    verdict = content(security_groups=("sg-1",), interfaces=(interface,))
    assert (status_of(verdict), verdict.estimated) == ("FAIL", True)
    assert status_of(content(interfaces=(interface,))) == "PASS"
    assert status_of(content(security_groups=("sg-1",))) == "PASS"


def test_what_batch_ignores_is_a_warning() -> None:
    verdict = content(instance_type="p5.48xlarge", protected=True)
    assert status_of(verdict) == "WARN"
    assert "InstanceType, DisableApiTermination" in verdict.summary
    assert verdict.evidence[0].value == "p5.48xlarge"
    assert status_of(content(interfaces=(TemplateInterface("subnet-1"),))) == "WARN"
    assert status_of(content(market="spot")) == "WARN"
    assert status_of(content(instance_profile="ecs")) == "WARN"
    assert status_of(template_has_no_conflict((environment(),), {})) == "SKIP"
