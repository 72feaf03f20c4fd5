"""`python -m worker`."""

import os
import sys

from worker.cli import main
from worker.problems import InterruptedRunError

if __name__ == "__main__":
    code = main()
    if code == InterruptedRunError.exit_code:
        # Threads that still wait for an answer would use up the grace before SIGKILL.
        sys.stdout.flush()
        os._exit(code)
    sys.exit(code)
