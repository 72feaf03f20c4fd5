"""The table of Batch operations in the embedded account's README.

`python -m tests.local.operations_table` writes it anew, from the model and the docstrings.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from batchdeck.local.batch import routes
from batchdeck.local.batch.operations import OPERATIONS
from tests.marked import written_between
from tests.sources import PACKAGE

README = PACKAGE / "local" / "README.md"
BEGIN = "<!-- operations: written by `make tables` -->"
END = "<!-- end of operations -->"
NOT_HERE = "Refused: not available in the local account."


def table() -> str:
    """Every operation of the model, and what it does here."""
    lines = ["| Operation | Here |", "|---|---|"]
    lines += [f"| `{name}` | {meaning(name)} |" for name in routes.model().operation_names]
    return "\n".join(lines)


def meaning(name: str) -> str:
    """The docstring of an operation on one line, its sources left out."""
    if name not in OPERATIONS:
        return NOT_HERE
    paragraphs = (inspect.getdoc(OPERATIONS[name]) or "").split("\n\n")
    told = [one for one in paragraphs if not one.startswith("Source:")]
    return " ".join(" ".join(told).split()).replace("|", r"\|")


def written(readme: str) -> str:
    """A README with the table of now between its two marks."""
    return written_between(readme, BEGIN, END, table())


def main(readme: Path = README) -> None:
    """Write the table anew."""
    readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
