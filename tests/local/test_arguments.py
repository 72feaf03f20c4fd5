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
    assert parse(["--jobs", "100000"]) == Arguments(jobs=100_000)
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
        "--seed -1",
        "--jobs 1.5",
        "--jobs 200001",
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


def test_how_much_past_and_none_at_all_exclude_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["--jobs", "10", "--no-demo"])
    assert "--no-demo: not allowed with argument --jobs" in capsys.readouterr().err


def test_a_wrong_number_is_told_with_what_would_be_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["--jobs", "many"])
    told = "argument --jobs: 'many' is no number of jobs: a whole number from 0 to 200000"
    assert told in capsys.readouterr().err
