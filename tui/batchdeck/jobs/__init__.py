"""Use cases around jobs: list, submit, follow, stop, read logs."""
