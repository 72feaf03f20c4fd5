"""Checks of the layer instance."""

from __future__ import annotations

from functools import partial

from batchdeck.diagnosis.check import INSTANCES, Layer, check

instance_check = partial(check, layer=Layer.INSTANCE, applies_to=INSTANCES)
"""The decorator of the checks in here; some of them concern other instances, too."""
