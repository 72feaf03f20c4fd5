from __future__ import annotations

import pytest

from batchdeck.local.runners.programs import IMAGES, PROGRAMS, find_program, is_demo_image

REGISTRY = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com"


def test_a_command_starts_the_program_of_its_first_word() -> None:
    found = find_program(("etl", "--date", "2026-11-20"))
    assert found
    assert found.name == "etl"
    assert find_program(["sh", "-c", "etl"]) is None
    assert find_program(()) is None


def test_the_probe_fails_when_told_to() -> None:
    fine, bad = find_program(["probe", "ok"]), find_program(["probe", "ng"])
    assert fine
    assert bad
    assert (fine.exit_code, bad.exit_code) == (0, 1)
    assert "ng" in bad.lines[-1]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda one: f"{one.name} {one.word}")
def test_lines_are_lines(program: object) -> None:
    lines = getattr(program, "lines")  # noqa: B009
    assert lines
    assert all(line.isprintable() and line != "END" for line in lines)


def test_an_image_is_the_demos_by_repository_and_tag() -> None:
    for repository, tags in IMAGES.items():
        for tag in tags:
            assert is_demo_image(f"{REGISTRY}/{repository}:{tag}")
    for other in ("probe:1", f"{REGISTRY}/probe:2", f"{REGISTRY}/probe", "busybox:1", ""):
        assert not is_demo_image(other)
