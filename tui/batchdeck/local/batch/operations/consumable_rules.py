"""What Batch asks of the consumable resources that a job needs.

Source: Batch API, `ConsumableResourceRequirement`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.records import Document


def check_consumables(properties: Document | None) -> None:
    """Raise `ClientError` for needs without a name or a quantity."""
    for entry in (properties or {}).get("consumableResourceList") or ():
        if not entry.get("consumableResource"):
            raise invalid("consumableResource is required.")
        if entry.get("quantity", 0) < 1:
            raise invalid("quantity of a consumable resource must be at least 1.")
