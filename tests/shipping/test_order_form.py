"""From texts to an order."""

from __future__ import annotations

from pathlib import Path

from batchdeck.shipping.order_form import OrderReading, read_order, texts_of

TEXTS = {
    "folder": "/src/align",
    "dockerfile": "",
    "arguments": "BASE=debian FLAGS='-O2 -g'",
    "image": "",
    "platform": "linux/arm64",
    "repository": "align",
    "tag": "1",
    "definition": "align:3",
    "queue": "etl",
    "name": "mine",
    "parameters": "day=today",
    "command": "run 'it now'",
    "environment": "",
    "vcpus": "2",
    "memory": "512",
    "attempts": "",
    "timeout": "",
    "execution_role": "",
    "job_role": "",
}


def read(**texts: str) -> OrderReading:
    return read_order({**TEXTS, **texts}, fargate=False, limited=True, known={"align:3"})


def wrong(**texts: str) -> dict[str, str]:
    return {each.field: each.message for each in read(**texts).problems}


def test_every_field_becomes_part_of_the_order() -> None:
    order = read().order
    assert not read().problems
    assert order.build is not None
    assert order.build.context == Path("/src/align")
    assert order.build.dockerfile is None
    assert order.build.arguments == (("BASE", "debian"), ("FLAGS", "-O2 -g"))
    assert (order.platform, order.repository, order.tag) == ("linux/arm64", "align", "1")
    assert order.job.definition == "align:3"
    assert order.job.command == ("run", "it now")
    assert order.job.vcpus == 2


def test_a_home_folder_and_a_relative_one_become_absolute(tmp_path: Path) -> None:
    order = read(folder="~", dockerfile="sub/Dockerfile").order
    assert order.build is not None
    assert order.build.context == Path.home()
    assert order.build.dockerfile == Path.cwd() / "sub/Dockerfile"


def test_an_image_instead_of_a_folder() -> None:
    reading = read(folder="", arguments="", image="align:7")
    assert reading.order.build is None
    assert reading.order.image == "align:7"
    assert not reading.problems


def test_what_is_wrong_is_said_at_the_field_it_was_typed_into() -> None:
    assert "name=value" in wrong(arguments="BASE")["arguments"]
    assert "letters, digits and _" in wrong(arguments="1x=2")["arguments"]
    assert "folder" in wrong(folder="")["folder"]
    assert "either" in wrong(image="a:1")["image"]
    assert "linux/amd64" in wrong(platform="windows")["platform"]
    assert "lower-case" in wrong(repository="Align")["repository"]
    assert "128" in wrong(tag="-x")["tag"]
    assert "no such" in wrong(definition="align:4")["definition"]
    assert "choose a queue" in wrong(queue="")["queue"]


def test_another_name_is_a_new_definition_of_what_the_job_needs() -> None:
    reading = read(definition="fresh", execution_role="arn:aws:iam::1:role/run")
    assert not reading.problems
    assert reading.order.new_definition is not None
    container = reading.order.new_definition.members["containerProperties"]
    assert container["command"] == ["run", "it now"]
    assert container["executionRoleArn"] == "arn:aws:iam::1:role/run"
    assert reading.order.job.command == ()
    assert "such as 1" in wrong(definition="fresh", vcpus="")["vcpus"]
    assert "such as 512" in wrong(definition="fresh", memory="")["memory"]


def test_a_known_name_means_its_newest_revision() -> None:
    reading = read(definition="align")
    assert not reading.problems
    assert reading.order.new_definition is None


def test_a_job_without_a_limit_is_warned_about() -> None:
    reading = read_order(TEXTS, fargate=False, limited=False, known={"align:3"})
    assert [each.field for each in reading.warnings] == ["timeout"]


def test_an_order_can_be_typed_again() -> None:
    texts = texts_of(read(attempts="3", timeout="90").order)
    blank = dict.fromkeys(TEXTS, "")
    again = {**blank, **texts, "arguments": TEXTS["arguments"], "tag": "1"}
    assert read_order(again, fargate=False, limited=True, known={"align:3"}).order == (
        read(attempts="3", timeout="90").order
    )
    assert all(texts.values())
