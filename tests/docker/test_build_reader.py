from __future__ import annotations

from typing import Any

import pytest

from batchdeck.docker.build_reader import BuildReader
from batchdeck.docker.errors import BuildError
from batchdeck.domain.image_build import BuildProgress

INSTRUCTIONS = "FROM scratch\nCOPY busybox /bin/sh\nRUN make\n"


def fed(reader: BuildReader, *messages: Any) -> list[BuildProgress]:
    """What a number of messages add; text stands for what a step wrote."""
    made = [{"stream": message} if isinstance(message, str) else message for message in messages]
    return [progress for message in made for progress in reader.feed(message)]


def test_steps_and_what_they_write() -> None:
    found = fed(
        BuildReader(INSTRUCTIONS),
        *("Step 1/2 : FROM scratch", "\n", " ---> \n", "Step 2/2 : RUN make", "\n"),
        *(
            " ---> Running in 0123456789ab\n",
            "one\ntw",
            "o\n",
            "Removing intermediate container 0\n",
        ),
    )
    assert found == [
        BuildProgress(1, 2, "FROM scratch"),
        BuildProgress(2, 2, "RUN make"),
        BuildProgress(2, 2, "RUN make", "one"),
        BuildProgress(2, 2, "RUN make", "two"),
    ]


def test_a_line_that_was_left_open_ends_where_the_builder_speaks() -> None:
    reader = BuildReader(INSTRUCTIONS)
    found = fed(reader, "Step 1/1 : RUN make", "no newline", "Removing intermediate container 0\n")
    assert found[-1] == BuildProgress(1, 1, "RUN make", "no newline")


def test_podman_counts_in_capitals() -> None:
    messages = ("STEP 1/2: FROM scratch\n", "--> 0123456789a\n", "STEP 2/2: RUN make\n")
    found = fed(BuildReader(INSTRUCTIONS), *messages)
    assert found == [BuildProgress(1, 2, "FROM scratch"), BuildProgress(2, 2, "RUN make")]


def test_a_program_cannot_pretend_to_be_the_builder() -> None:
    reader = BuildReader(INSTRUCTIONS)
    found = fed(reader, "Step 1/3 : RUN make", "\n", "Step 3/3 : RUN all is well\n")
    assert found[-1] == BuildProgress(1, 3, "RUN make", "Step 3/3 : RUN all is well")
    assert fed(reader, "Step 2/9 : RUN all is well\n")[-1].step == 1


def test_the_id_comes_from_the_engine_and_else_from_its_words() -> None:
    reader = BuildReader(INSTRUCTIONS)
    fed(reader, {"aux": {"ID": "sha256:feed"}}, "Successfully built 0123456789ab\n")
    assert reader.image_id == "sha256:feed"
    reader = BuildReader(INSTRUCTIONS)
    assert fed(reader, "Successfully built 0123456789ab\n") == []
    assert reader.image_id == "0123456789ab"


def test_a_base_image_on_its_way_is_told_once_a_change() -> None:
    reader = BuildReader(INSTRUCTIONS)
    layer = {"id": "abc", "status": "Downloading", "progressDetail": {"current": 1}}
    found = fed(reader, {"status": "Pulling from x"}, layer, layer, {**layer, "status": "Done"})
    assert [progress.line for progress in found] == [
        "Pulling from x",
        "abc: Downloading",
        "abc: Done",
    ]


def test_a_failure_points_at_its_step() -> None:
    reader = BuildReader(INSTRUCTIONS)
    fed(reader, "Step 1/1 : RUN make", "\n", "a\n", "\x1b[31mno rule\x1b[0m\nhalf")
    with pytest.raises(BuildError, match="code: 2") as caught:
        fed(reader, {"errorDetail": {"code": 2, "message": "returned a non-zero code: 2"}})
    error = caught.value
    assert (error.step, error.steps, error.instruction) == (1, 1, "RUN make")
    assert error.lines == ("a", "no rule", "half")


def test_a_line_that_cannot_be_read_is_quoted() -> None:
    message = "dockerfile parse error line 3: unknown instruction: MAKE"
    error = BuildReader("FROM a\n\nMAKE it\n").failure(message)
    assert (str(error), error.step, error.instruction) == (message, 0, "MAKE it")
    assert BuildReader("FROM a\n").failure("parse error on line 9").instruction == ""


@pytest.mark.parametrize(
    "message",
    [{"error": "so"}, {"error": "so", "errorDetail": None}, {"errorDetail": {"message": "so"}}],
)
def test_every_shape_of_an_error(message: dict[str, Any]) -> None:
    with pytest.raises(BuildError, match=r"^so$"):
        fed(BuildReader(INSTRUCTIONS), message)
