from __future__ import annotations

from batchdeck.docker.plain_reader import PlainReader
from batchdeck.domain.image_build import BuildProgress

RUN = "RUN --mount=type=cache,target=/c make"


def lines(reader: PlainReader, text: str) -> list[BuildProgress]:
    """What the lines of the command add."""
    found = (reader.feed(line) for line in text.splitlines())
    return [progress for progress in found if progress]


def test_steps_and_what_they_write() -> None:
    reader = PlainReader()
    found = lines(
        reader,
        "#1 [internal] load build definition from Dockerfile\n"
        "#1 sha256:" + "0" * 64 + "\n"
        "#1 DONE 0.0s\n"
        "#5 [stage-0 1/2] COPY busybox /bin/sh\n"
        "#5 CACHED\n"
        f"#6 [build 2/2] {RUN}\n"
        "#6 0.312 \x1b[31mcc\x1b[0m\n"
        "#6 DONE 1.2s\n"
        "#7 exporting layers\n",
    )
    assert [(p.step, p.steps, p.line) for p in found] == [
        (0, 0, "[internal] load build definition from Dockerfile"),
        (1, 2, ""),
        (2, 2, ""),
        (2, 2, "cc"),
        (2, 2, "exporting layers"),
    ]
    assert reader.progress("sha256:1") == BuildProgress(2, 2, RUN, image_id="sha256:1")


def test_a_failure_as_buildx_tells_it() -> None:
    reader = PlainReader()
    lines(
        reader,
        f"#6 [2/2] {RUN}\n"
        "#6 0.312 cc: not found\n"
        '#6 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 127\n'
        "------\n"
        f" > [2/2] {RUN}:\n"
        "0.312 cc: not found\n"
        "------\n"
        "Dockerfile:3\n"
        'ERROR: failed to solve: process "/bin/sh -c make" did not complete: exit code: 127\n',
    )
    error = reader.failure()
    assert str(error).startswith("failed to solve: process")
    assert (error.step, error.steps, error.instruction) == (2, 2, RUN)
    assert error.lines == ("cc: not found",)


def test_a_failure_before_anything_was_built() -> None:
    reader = PlainReader()
    lines(reader, "error during connect: no such host\n")
    assert str(reader.failure()) == "error during connect: no such host"
    assert reader.failure().step == 0
    assert "docker save" in reader.failure().advice
    assert str(PlainReader().failure()) == "docker build failed without a word"


def test_what_the_command_itself_said() -> None:
    reader = PlainReader()
    lines(reader, "#1 0.1 buildx is missing\n")
    assert not reader.said("buildx is missing")
    lines(reader, "ERROR: buildx is missing or broken\n")
    assert reader.said("buildx is missing")
