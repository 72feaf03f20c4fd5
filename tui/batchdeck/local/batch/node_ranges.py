"""Which nodes of a multi-node parallel job have which properties.

Source: Batch API, `NodeRangeProperty`.
"""

from __future__ import annotations

import re

from batchdeck.local.batch.records import Document

_TARGET = re.compile(r"(\d*):(\d*)|(\d+)")


def node_range(target: str, nodes: int) -> range | None:
    """The nodes of `targetNodes`, such as `0:3`, `:3`, `2:`, or `5`.

    None when it is written otherwise or leaves the nodes there are.
    """
    match = _TARGET.fullmatch(target)
    if match is None:
        return None
    first, last, only = match.groups()
    start = int(only or first or 0)
    stop = int(only or last or nodes - 1)
    return range(start, stop + 1) if start <= stop < nodes else None


def properties_of(properties: Document, node: int) -> Document | None:
    """The `NodeRangeProperty` of one node: of ranges that hold it, the narrowest."""
    nodes = properties["numNodes"]
    found = [
        (len(span), entry)
        for entry in properties["nodeRangeProperties"]
        if (span := node_range(entry["targetNodes"], nodes)) is not None and node in span
    ]
    return min(found, key=lambda one: one[0])[1] if found else None
