"""Checks of the layer capacity."""

from __future__ import annotations

from functools import partial

from batchdeck.diagnosis.check import Layer, check

capacity_check = partial(check, layer=Layer.CAPACITY)
"""The decorator of the checks in here."""
