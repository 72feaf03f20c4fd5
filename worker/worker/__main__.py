"""`python -m worker`."""

import os
import sys

from worker.interrupts import Interrupts
from worker.problems import InterruptedRunError


def run() -> int:
    """Listen to signals first: the imports take a second, and the first process of a container
    does not get a signal that it does not listen to."""
    interrupts = Interrupts()
    interrupts.listen()
    from worker.cli import main

    return main(sys.argv[1:], interrupts)


if __name__ == "__main__":
    code = run()
    if code == InterruptedRunError.exit_code:
        # Threads that still wait for an answer would use up the grace before SIGKILL.
        sys.stdout.flush()
        os._exit(code)
    sys.exit(code)
