from __future__ import annotations

from dataclasses import replace
from typing import Any

from batchdeck.diagnosis.checks.instance.metadata import metadata_reachable
from batchdeck.diagnosis.verdict import Verdict
from batchdeck.domain.capacity import RunningInstance
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference
from tests.diagnosis.things import environment, group, status_of

USUAL = LaunchTemplateReference("lt-1", "1")
HERE = (environment(launch_templates=(USUAL,)),)


def options(**more: Any) -> Verdict:
    """What is said of a template with these options."""
    return metadata_reachable(HERE, {USUAL.key: LaunchTemplate("lt-1", "nodes", 1, **more)}, (), ())


def test_metadata_is_on() -> None:
    verdict = options(metadata_endpoint="disabled")
    assert (status_of(verdict), verdict.estimated) == ("FAIL", False)
    assert status_of(options(metadata_tokens="required", metadata_hops=1)) == "WARN"
    assert status_of(options(metadata_tokens="required", metadata_hops=2)) == "PASS"
    assert status_of(options(metadata_tokens="required")) == "PASS"
    assert status_of(options()) == "PASS"
    assert status_of(metadata_reachable((environment(),), {}, (), ())) == "SKIP"


def test_metadata_of_the_instances_is_on() -> None:
    plain, groups = (environment(),), (group("i-1", "i-2"),)
    on, off = RunningInstance("i-1", "m6i.large"), RunningInstance("i-2", "m6i.large")
    off = replace(off, metadata_off=True)
    elsewhere = replace(off, id="i-9")
    verdict = metadata_reachable(plain, {}, groups, (off,))
    assert (status_of(verdict), verdict.evidence[0].resource) == ("FAIL", "i-2")
    assert status_of(metadata_reachable(plain, {}, groups, (on, off))) == "WARN"
    assert status_of(metadata_reachable(plain, {}, groups, (on, elsewhere))) == "SKIP"
    fine = {USUAL.key: LaunchTemplate("lt-1", "nodes", 1)}
    assert status_of(metadata_reachable(HERE, fine, groups, (on,))) == "PASS"
    assert status_of(metadata_reachable(HERE, fine, groups, (off,))) == "FAIL"
