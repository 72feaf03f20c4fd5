from __future__ import annotations

from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.domain.secret import MASK, Secret
from batchdeck.panes.overview.facts import (
    LABEL_WIDTH,
    container_lines,
    duration_text,
    fact,
    facts,
    pairs,
    size,
    variable,
)
from batchdeck.widgets.column import Tone
from tests.panes.lines import text

TOKEN = EnvironmentVariable("TOKEN", Secret("hunter22"))


def test_a_fact_is_a_quiet_label_and_a_value() -> None:
    assert fact("Queue", "etl") == (("Queue".ljust(LABEL_WIDTH), Tone.MUTED), ("etl", Tone.PLAIN))
    assert text([fact("Queue", "")]).endswith("-")
    assert text([fact("Exit code", 0)]).endswith(" 0")


def test_several_values_have_one_label_and_no_values_no_line() -> None:
    first, second = facts("Subnets", ("subnet-1", "subnet-2"))
    assert text([first]).startswith("Subnets")
    assert text([second]) == " " * LABEL_WIDTH + "subnet-2"
    assert list(facts("Subnets", ())) == []
    assert "team = genome" in text(pairs("Tags", [("team", "genome")]))


def test_a_container_is_told_whole_but_for_the_values_of_its_variables() -> None:
    container = Container(
        image="registry/genome:7",
        command=("align", "Ref::input"),
        vcpus=0.25,
        memory=512,
        gpus=1,
        environment=(TOKEN,),
        job_role="arn:aws:iam::123456789012:role/team/job",
        execution_role="arn:aws:iam::123456789012:role/execution",
        log_group="/genome",
    )
    shown = text(container_lines(container))
    for words in ("registry/genome:7", "align Ref::input", "0.25 vCPU, 512 MiB, 1 GPU", "/genome"):
        assert words in shown
    assert "Job role     job" in shown
    assert "Exec. role   execution" in shown
    assert f"TOKEN = {MASK}" in shown
    assert "hunter22" not in shown


def test_a_container_of_which_nothing_is_known() -> None:
    shown = text(container_lines(Container(log_driver="splunk")))
    assert "Size         -" in shown
    assert "splunk (not in CloudWatch Logs)" in shown
    assert "role" not in shown


def test_words_for_sizes_and_limits() -> None:
    assert size(Container(vcpus=2)) == "2 vCPU"
    assert size(Container(gpus=0)) == "-"
    assert duration_text(None) == "none"
    assert duration_text(60) == "60 s"
    assert variable(TOKEN) == f"TOKEN = {MASK}"
