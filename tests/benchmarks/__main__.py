"""`python -m tests.benchmarks`: measure, and print one table."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks import (
    account,
    diagnosis,
    lists,
    log_lines,
    logs,
    start,
    table,
    terminal,
    worker,
)
from tests.benchmarks.report import Line, as_json, as_table

BENCHMARKS = {**start.BENCHMARKS, **lists.BENCHMARKS, **table.BENCHMARKS}
BENCHMARKS |= {**terminal.BENCHMARKS, **account.BENCHMARKS}
BENCHMARKS |= {**logs.BENCHMARKS, **log_lines.BENCHMARKS}
BENCHMARKS |= {**diagnosis.BENCHMARKS, **worker.BENCHMARKS}


def main() -> int:
    """Run them all, or the one that was asked for; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", default="", choices=("", *BENCHMARKS), metavar="NAME")
    options = parser.parse_args()
    found: list[Line] = []
    for name in [options.only] if options.only else BENCHMARKS:
        print(f"measuring: {name}", file=sys.stderr)
        found += BENCHMARKS[name]()
    print(as_json(found) if options.json else as_table(found))
    return 0 if all(line.met for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
