from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.local.batch import routes
from batchdeck.local.batch.operations import OPERATIONS
from tests.local import operations_table


def test_the_readme_tells_every_operation_as_it_is() -> None:
    readme = operations_table.README.read_text(encoding="utf-8")
    assert operations_table.written(readme) == readme, "run `make tables`"
    told = readme.partition(operations_table.BEGIN)[2].partition(operations_table.END)[0]
    rows = [line for line in told.splitlines() if line.startswith("| `")]
    assert len(rows) == len(routes.model().operation_names)


def test_an_operation_that_is_missing_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OPERATIONS, "SubmitJob")
    assert f"| `SubmitJob` | {operations_table.NOT_HERE} |" in operations_table.table()


def test_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before\n{operations_table.BEGIN}\nold\n{operations_table.END}\nAfter\n")
    operations_table.main(readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("Before\n")
    assert text.endswith(f"{operations_table.END}\nAfter\n")
    assert "old" not in text
    assert operations_table.table() in text
