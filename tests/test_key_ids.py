from __future__ import annotations

import ast

from batchdeck.key_ids import KEY_IDS, nearest
from tests.sources import package


def test_they_are_those_of_the_bindings() -> None:
    found = {
        keyword.value.value
        for source in package()
        for call in source.calls("Binding")
        for keyword in call.keywords
        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
    }
    assert found == KEY_IDS


def test_what_was_meant_is_guessed_else_its_group_is_told_else_all_groups() -> None:
    assert nearest("jobs.stopp").split(", ")[0] == "jobs.stop"
    assert "console.help" in nearest("console.xxxxxxxxxxxxxxxxx")
    assert "console.*" in nearest("9")
