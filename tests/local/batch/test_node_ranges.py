from __future__ import annotations

import pytest

from batchdeck.local.batch.node_ranges import node_range, properties_of


@pytest.mark.parametrize(
    ("target", "nodes"),
    [
        ("0:3", [0, 1, 2, 3]),
        (":1", [0, 1]),
        ("2:", [2, 3]),
        (":", [0, 1, 2, 3]),
        ("3", [3]),
        ("2:4", None),
        ("3:2", None),
        ("4", None),
        ("", None),
        ("a:b", None),
        ("-1:2", None),
    ],
)
def test_ranges_of_four_nodes(target: str, nodes: list[int] | None) -> None:
    found = node_range(target, 4)
    assert (None if found is None else list(found)) == nodes


def test_the_narrowest_range_decides() -> None:
    wide, narrow = {"targetNodes": "0:"}, {"targetNodes": "1:2"}
    properties = {"numNodes": 4, "nodeRangeProperties": [narrow, wide]}
    assert [properties_of(properties, node) for node in range(4)] == [wide, narrow, narrow, wide]
    assert properties_of({"numNodes": 4, "nodeRangeProperties": [narrow]}, 0) is None
