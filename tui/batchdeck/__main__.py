"""`python -m batchdeck`."""

from batchdeck.cli import main

main()
