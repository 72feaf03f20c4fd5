from __future__ import annotations

import re
from pathlib import Path

from batchdeck.diagnosis.checks import load
from tests.diagnosis import checks_table


def test_the_readme_tells_every_check_as_it_is() -> None:
    readme = checks_table.README.read_text(encoding="utf-8")
    assert checks_table.written(readme) == readme, "run `make tables`"
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", checks_table.table(), re.MULTILINE)
    assert sorted(rows) == sorted(load())


def test_what_is_told_as_left_out_is_left_out() -> None:
    _, _, after = checks_table.README.read_text(encoding="utf-8").partition(checks_table.END)
    left_out = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", after)
    assert left_out
    assert set(left_out).isdisjoint(load())


def test_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before\n{checks_table.BEGIN}\nwhat was there\n{checks_table.END}\nAfter\n")
    checks_table.main(readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("Before\n")
    assert text.endswith(f"{checks_table.END}\nAfter\n")
    assert "what was there" not in text
    row = "| `job-mnp-not-on-spot` | A multi-node job has an environment of on-demand instances |"
    assert f"{row} blocker | RUNNABLE | SPOT, Fargate | confirm |" in text
