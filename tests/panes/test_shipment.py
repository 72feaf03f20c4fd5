"""A shipment in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from batchdeck.domain.container_image import Layer
from batchdeck.domain.submission import Submission
from batchdeck.panes.shipment import (
    bar,
    can_override,
    end_lines,
    invitation,
    layer_lines,
    look_lines,
    makes_repository,
    output_lines,
    stage_lines,
    title,
)
from batchdeck.shipping.order import Build, Order
from batchdeck.shipping.state import (
    Check,
    Presence,
    ShipState,
    Stage,
    Status,
    Step,
    Thing,
    Verdict,
)
from batchdeck.widgets.cells import width
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import ASCII, UNICODE
from batchdeck.widgets.text_view import Line

ORDER = Order(
    Submission("mine", "etl", "align:3"), Build(Path("/src/align")), repository="align", tag="1"
)
STATE = ShipState(ORDER)


def text(line: Line) -> str:
    return "".join(part for part, _ in line)


def test_every_stage_is_a_line_with_word_symbol_and_tone() -> None:
    state = STATE.changed(Stage.CHECK, status=Status.DONE, began_at=0, ended_at=3_000, text="well")
    state = state.changed(Stage.BUILD, status=Status.FAILED, began_at=3_000, text="RUN false")
    lines = list(stage_lines(state, 63_000, UNICODE, 80))
    assert [text(line).split()[2] for line in lines] == [stage.value for stage in Stage]
    assert text(lines[0]).split() == ["✓", "done", "check", "3s", "well"]
    assert text(lines[1]).split()[:4] == ["✗", "failed", "build", "1m00s"]
    assert [line[0][1] for line in lines[:3]] == [Tone.GOOD, Tone.BAD, Tone.MUTED]


def test_no_line_is_longer_than_there_is_room() -> None:
    state = STATE.changed(Stage.BUILD, status=Status.RUNNING, text="RUN 日本語 " * 40)
    for cells in (40, 80, 160):
        for glyphs in (ASCII, UNICODE):
            widths = [width(text(line)) for line in stage_lines(state, 0, glyphs, cells)]
            assert max(widths) <= cells
    assert all(text(line).isascii() for line in stage_lines(STATE, 0, ASCII, 80))


def test_a_bar_is_drawn_while_it_is_known_how_much_there_is() -> None:
    pushing = Step(Stage.PUSH, Status.RUNNING, done=512, total=1024, unit="bytes")
    assert bar(pushing, ASCII) == "********-------- 512 B of 1.0 KiB"
    building = Step(Stage.BUILD, Status.RUNNING, done=4, total=4, unit="steps")
    assert bar(building, ASCII) == "**************** 4/4"
    assert bar(replace(building, total=0), ASCII) == ""
    assert bar(replace(building, status=Status.DONE), ASCII) == ""
    # A registry may count more bytes than it announced.
    assert bar(replace(pushing, done=4096), ASCII).startswith("*" * 16 + " ")


def test_each_layer_of_a_push_has_a_bar_and_the_engines_word() -> None:
    layers = (
        Layer("a1", "Pushing", 512, 1024),
        Layer("b2", "Layer already exists", 0, 0),
        Layer("c3", "Waiting", 0, 0),
    )
    assert [text(line) for line in layer_lines(layers, ASCII)] == [
        "a1           ********-------- Pushing 512 B of 1.0 KiB",
        "b2           **************** Layer already exists",
        "c3           ---------------- Waiting",
    ]
    assert [line[1][1] for line in layer_lines(layers, ASCII)][1] is Tone.GOOD


def test_the_kind_of_a_repository_can_be_chosen_only_where_one_is_made() -> None:
    ready = STATE.changed(Stage.CHECK, status=Status.DONE)
    line = "aws ecr create-repository --repository-name align"
    assert makes_repository(replace(ready, commands=(line, "aws batch submit-job")))
    assert not makes_repository(replace(ready, commands=("aws batch submit-job",)))
    assert not makes_repository(replace(STATE, commands=(line,)))


def test_checks_come_first_then_changes_and_writes_once_it_is_ready() -> None:
    checks = (Check("queue", Verdict.GOOD, "etl is VALID"), Check("role", Verdict.UNKNOWN, "?"))
    state = replace(STATE, checks=checks, difference=("image: a -> b",), commands=("aws batch x",))
    early = "\n".join(map(text, look_lines(state, UNICODE)))
    assert "✓ good" in early
    assert "queue: etl is VALID" in early
    assert "? unknown" in early
    assert "aws batch x" not in early
    ready = state.changed(Stage.CHECK, status=Status.DONE)
    late = "\n".join(map(text, look_lines(ready, UNICODE)))
    assert late.index("role") < late.index("image: a -> b") < late.index("aws batch x")
    assert late.index("aws batch x") < late.index("queue")


def test_the_end_says_what_went_wrong_what_to_do_and_what_exists() -> None:
    state = replace(
        STATE.changed(Stage.PUSH, status=Status.FAILED),
        problem="denied",
        advice="ask for ecr:PutImage",
        details=("layer 1",),
        things=(Thing("image", Presence.THERE, "align:1"), Thing("job", Presence.ABSENT, "no")),
    )
    lines = list(end_lines(state))
    shown = "\n".join(map(text, lines))
    for words in ("denied", "ask for ecr:PutImage", "layer 1", "there: align:1", "absent: no"):
        assert words in shown
    assert lines[0][1] == ("denied", Tone.BAD)
    uncertain = replace(state.changed(Stage.PUSH, status=Status.UNCERTAIN))
    assert next(end_lines(uncertain))[1][1] is Tone.WARN
    assert list(end_lines(STATE)) == []


def test_it_says_what_can_be_done_now() -> None:
    assert invitation(STATE, ships=False) == "looking"
    ready = STATE.changed(Stage.CHECK, status=Status.DONE)
    assert "ctrl-s ships it" in invitation(ready, ships=False)
    assert "esc" in invitation(ready, ships=True)
    failed = STATE.changed(Stage.CHECK, status=Status.FAILED)
    assert invitation(failed, ships=False) == "esc goes back: nothing was written"
    assert invitation(ready.changed(Stage.BUILD, status=Status.FAILED), ships=True) == (
        "esc goes back"
    )


def test_only_the_architecture_can_be_overridden_and_only_before_anything_is_done() -> None:
    wrong = Check("architecture", Verdict.BAD, "arm64 on x86")
    failed = STATE.changed(Stage.CHECK, status=Status.FAILED)
    assert can_override(replace(failed, checks=(wrong,)))
    assert "o ships it" in invitation(replace(failed, checks=(wrong,)), ships=False)
    assert not can_override(replace(failed, checks=(wrong, Check("queue", Verdict.BAD, "no"))))
    assert not can_override(replace(STATE, checks=(wrong,)))


def test_the_title_names_what_is_shipped_where() -> None:
    assert title(STATE) == "Ship /src/align to etl"
    assert title(ShipState(replace(ORDER, build=None, image="a:1"))) == "Ship a:1 to etl"


def test_output_is_shown_as_it_came() -> None:
    assert [text(line) for line in output_lines(["one", "two"])] == ["one", "two"]
