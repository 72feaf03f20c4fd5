from __future__ import annotations

from batchdeck.domain.submission_form import Reading, read_form

FIELDS = ("name", "queue", "definition", "parameters", "command", "environment")
NUMBERS = ("vcpus", "memory", "attempts", "timeout", "tags")
RIGHT = {"name": "mine", "queue": "etl", "definition": "report:3", "timeout": "90"}


def read(*, fargate: bool = False, limited: bool = False, **texts: str) -> Reading:
    """A form that is right but for `texts`."""
    empty = dict.fromkeys((*FIELDS, *NUMBERS), "")
    return read_form(empty | RIGHT | texts, fargate=fargate, limited=limited)


def complaints(reading: Reading) -> dict[str, str]:
    """What is wrong, by field."""
    return {problem.field: problem.message for problem in reading.problems}


def test_every_field_is_understood() -> None:
    reading = read(
        name=" mine ",
        parameters="input=s3://b/k 'note=two words'",
        command="sh -c 'echo \"a b\"'",
        environment="LEVEL=debug EMPTY= EQUAL=a=b",
        vcpus="0.5",
        memory=" 1024 ",
        attempts="3",
        timeout="600",
        tags="team=genome",
    )
    order = reading.order
    assert reading.problems == ()
    assert (order.name, order.queue, order.definition) == ("mine", "etl", "report:3")
    assert order.parameters == (("input", "s3://b/k"), ("note", "two words"))
    assert order.command == ("sh", "-c", 'echo "a b"')
    assert order.environment == (("LEVEL", "debug"), ("EMPTY", ""), ("EQUAL", "a=b"))
    assert (order.vcpus, order.memory, order.attempts) == (0.5, 1024, 3)
    assert order.timeout_seconds == 600
    assert order.tags == (("team", "genome"),)


def test_an_empty_field_means_as_in_the_definition() -> None:
    order = read(timeout="").order
    assert (order.vcpus, order.memory, order.attempts, order.timeout_seconds) == (None,) * 4
    assert order.command == ()
    assert order.parameters + order.environment + order.tags == ()


def test_what_cannot_be_read_is_told_once_for_each_field() -> None:
    reading = read(
        command="echo 'open",
        parameters="novalue",
        environment="=x",
        vcpus="two",
        memory="1.5",
        attempts="-1",
        timeout="٣",
    )
    found = complaints(reading)
    assert found["command"] == "a quote is not closed"
    assert found["parameters"].startswith("'novalue': write name=value")
    assert found["environment"].startswith("'=x': write name=value")
    assert found["vcpus"] == "'two': a number such as 2 or 0.5"
    assert found["memory"] == "'1.5': a whole number"
    assert found["attempts"] == "'-1': a whole number"
    assert found["timeout"] == "'٣': a whole number"
    assert len(reading.problems) == len(found)


def test_numbers_that_python_reads_and_aws_does_not() -> None:
    for text in ("inf", "nan", "1e3", "0x10", "1_000", "."):
        assert "vcpus" in complaints(read(vcpus=text)), text
    assert read(vcpus=".5").order.vcpus == 0.5


def test_what_aws_would_refuse_is_told() -> None:
    assert complaints(read(queue=" ")) == {"queue": "choose a queue"}
    assert "memory" in complaints(read(vcpus="1", memory="1024", fargate=True))
    assert complaints(read(vcpus="1", memory="1024")) == {}


def test_no_timeout_anywhere_is_a_warning_and_no_problem() -> None:
    reading = read(timeout="")
    assert [warning.field for warning in reading.warnings] == ["timeout"]
    assert reading.problems == ()
    assert read(timeout="", limited=True).warnings == ()
    assert read().warnings == ()
