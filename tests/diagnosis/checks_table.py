"""The table of checks in the diagnosis' README.

`python -m tests.diagnosis.checks_table` writes it anew, from decorators and docstrings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from batchdeck.diagnosis.check import EVERYWHERE, FARGATE, INSTANCES, Check, Layer, Severity
from batchdeck.diagnosis.checks import load
from tests.marked import written_between
from tests.sources import PACKAGE

README = PACKAGE / "diagnosis" / "README.md"
BEGIN = "<!-- checks: written by `make tables` -->"
END = "<!-- end of checks -->"
_GRAVITY = list(Severity)


def table() -> str:
    """Every check by layer, the graver and likelier ones first."""
    return "\n".join(_lines(load().values()))


def written(readme: str) -> str:
    """A README with the table of now between its two marks."""
    return written_between(readme, BEGIN, END, table())


def main(readme: Path = README) -> None:
    """Write the table anew."""
    readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")


def _lines(checks: Iterable[Check]) -> Iterator[str]:
    known = sorted(checks, key=lambda one: (_GRAVITY.index(one.severity), -one.prior, one.id))
    yield f"{len(known)} checks."
    for layer in Layer:
        yield from ("", f"### {layer.value}", "")
        yield "| Check | What has to hold | Severity | States | Where | Remedy |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(one) for one in known if one.layer is layer)


def _row(check: Check) -> str:
    cells = (
        f"`{check.id}`",
        check.title,
        check.severity.value,
        ", ".join(check.statuses),
        _where(check.applies_to),
        check.remedy.apply.value if check.remedy.commands else "",
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _where(kinds: tuple[str, ...]) -> str:
    """Types of environment in few words: on-demand and Spot are named when they differ."""
    if set(kinds) == set(EVERYWHERE):
        return "everywhere"
    words = []
    for name, group in (("EC2", INSTANCES), ("Fargate", FARGATE)):
        mine = [kind for kind in group if kind in kinds]
        words += [name] if len(mine) == len(group) else mine
    return ", ".join([*words, *(kind for kind in kinds if kind in {"EKS", "UNMANAGED"})])


if __name__ == "__main__":
    main()
