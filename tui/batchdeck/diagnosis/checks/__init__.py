"""The checks, by layer and topic. `load` registers every one of them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from batchdeck.diagnosis.check import CHECKS, Check


@cache
def load() -> dict[str, Check]:
    """All checks by id; the modules are imported the first time."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
    return CHECKS
