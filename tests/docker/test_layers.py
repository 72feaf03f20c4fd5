from __future__ import annotations

from typing import Any

import pytest

from batchdeck.docker.layers import Layers, count
from batchdeck.domain.container_image import Layer


def moving(layer: str, status: str, current: int, total: int) -> dict[str, Any]:
    return {"id": layer, "status": status, "progressDetail": {"current": current, "total": total}}


def test_layers_in_the_order_of_their_first_message() -> None:
    layers = Layers()
    assert layers.feed({"id": "b", "status": "Pulling fs layer"})
    assert layers.feed(moving("a", "Downloading", 10, 100))
    assert not layers.feed(moving("a", "Downloading", 10, 100))
    assert layers.all == (Layer("b", "Pulling fs layer", 0, 0), Layer("a", "Downloading", 10, 100))
    assert (layers.done, layers.total) == (10, 100)


def test_unpacking_is_no_second_download() -> None:
    layers = Layers()
    layers.feed(moving("a", "Downloading", 100, 100))
    layers.feed(moving("a", "Extracting", 5, 300))
    assert (layers.done, layers.total) == (100, 100)
    layers.feed({"id": "a", "status": "Pull complete", "progressDetail": {}})
    assert layers.all == (Layer("a", "Pull complete", 100, 100),)


@pytest.mark.parametrize(
    ("value", "number"), [(7, 7), ("528", 528), (-1, 0), (None, 0), ("x", 0), ([], 0)]
)
def test_counts(value: object, number: int) -> None:
    assert count(value) == number
