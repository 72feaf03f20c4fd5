"""Measures batchdeck in a terminal, beside a peer in the same run: `make bench`."""
