"""Where each fact comes from. Importing this registers them all."""

from batchdeck.diagnosis.facts import (
    attached,
    batch,
    boots,
    capacity,
    eks,
    identities,
    images,
    instances,
    keys,
    launches,
    network,
    shares,
    usage,
)

__all__ = [
    "attached",
    "batch",
    "boots",
    "capacity",
    "eks",
    "identities",
    "images",
    "instances",
    "keys",
    "launches",
    "network",
    "shares",
    "usage",
]
