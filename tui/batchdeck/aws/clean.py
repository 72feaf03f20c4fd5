"""The sanitiser, for the gateways."""

from batchdeck.domain.clean import UNSAFE, clean, clean_tree

__all__ = ["UNSAFE", "clean", "clean_tree"]
