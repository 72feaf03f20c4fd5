"""Where each fact comes from. Importing this registers them all."""

from batchdeck.diagnosis.facts import batch, identities, images, instances, launches, network, usage

__all__ = ["batch", "identities", "images", "instances", "launches", "network", "usage"]
