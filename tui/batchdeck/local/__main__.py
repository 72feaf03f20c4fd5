"""`python -m batchdeck.local`: the embedded account as a process of its own."""

from __future__ import annotations

import sys

from batchdeck.local.arguments import parse
from batchdeck.local.process import run

if __name__ == "__main__":
    sys.exit(run(parse(sys.argv[1:])))
