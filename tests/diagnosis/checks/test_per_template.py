from __future__ import annotations

from batchdeck.diagnosis.checks.per_template import UsedTemplate, any_template
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference
from tests.diagnosis.things import environment, status_of

USUAL, OTHER = LaunchTemplateReference("lt-1"), LaunchTemplateReference("lt-2", "7", ("g5",))
TEMPLATES = {
    USUAL.key: LaunchTemplate("lt-1", "bad", 3),
    OTHER.key: LaunchTemplate("lt-2", "good", 7),
}


def judge(used: UsedTemplate) -> Verdict:
    """Nothing is wrong but with the template of that name."""
    evidence = Evidence(used.template.id, "x", "y", "z")
    estimated = not used.certain
    if used.template.name == "bad":
        return failed(used.words, evidence, estimated=estimated, known=used.values)
    return passed(used.words)


def test_all_templates_of_all_environments_have_to_fail() -> None:
    bad, mixed = (
        environment("a", launch_templates=(USUAL,)),
        environment("b", launch_templates=(USUAL, OTHER)),
    )
    verdict = any_template((bad,), TEMPLATES, judge)
    assert (status_of(verdict), verdict.estimated) == ("FAIL", True)
    assert verdict.summary == "version 3 of the launch template bad"
    assert dict(verdict.values) == {"ce": "a", "template": "lt-1", "version": "3"}
    assert status_of(any_template((mixed,), TEMPLATES, judge)) == "WARN"
    good = environment("c", launch_templates=(OTHER,))
    assert status_of(any_template((bad, good), TEMPLATES, judge)) == "WARN"


def test_a_version_by_number_and_the_only_one_are_certain() -> None:
    first = {USUAL.key: LaunchTemplate("lt-1", "bad", 1)}
    verdict = any_template((environment(launch_templates=(USUAL,)),), first, judge)
    assert not verdict.estimated
    numbered = LaunchTemplateReference("lt-1", "3")
    found = {numbered.key: LaunchTemplate("lt-1", "bad", 3)}
    verdict = any_template((environment(launch_templates=(numbered,)),), found, judge)
    assert not verdict.estimated


def test_nothing_to_look_at() -> None:
    assert status_of(any_template((environment(),), {}, judge)) == "SKIP"
    gone = (environment(launch_templates=(USUAL,)),)
    assert status_of(any_template(gone, {USUAL.key: None}, judge)) == "SKIP"
