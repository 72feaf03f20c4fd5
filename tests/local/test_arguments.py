from __future__ import annotations

import pytest

from batchdeck.local.arguments import Arguments, parse


def test_without_arguments_it_is_the_demo_at_a_humane_pace() -> None:
    assert parse([]) == Arguments()
    assert Arguments().demo
    assert Arguments().pace == "humane"


def test_every_argument_is_taken() -> None:
    line = (
        "--host ::1 --port 4000 --pace immediate --engine none --account 210987654321 "
        "--region eu-west-1 --seed 7 --remember 1.5 --no-demo --no-traffic --watch-stdin"
    )
    assert parse(line.split()) == Arguments(
        host="::1",
        port=4000,
        pace="immediate",
        engine="none",
        account="210987654321",
        region="eu-west-1",
        seed=7,
        remember=1.5,
        demo=False,
        traffic=False,
        watch_stdin=True,
    )


@pytest.mark.parametrize(
    "line",
    [
        "--port many",
        "--port 65536",
        "--port -1",
        "--pace slow",
        "--engine podman",
        "--account 12",
        "--region Tokyo",
        "--seed x",
        "--remember ever",
        "--demo",
        "surplus",
    ],
)
def test_what_is_wrong_is_said_in_one_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse(line.split())
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("batchdeck.local: ")
    assert line.split()[-1] in said.err
