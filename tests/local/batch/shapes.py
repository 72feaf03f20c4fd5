"""Comparing documents with the shapes of AWS's model."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch import routes
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.validation import validate


def unknown(document: Any, shape: Any, path: str = "") -> list[str]:
    """Members that the model does not have."""
    if shape.type_name == "list":
        return [name for entry in document for name in unknown(entry, shape.member, path)]
    if shape.type_name != "structure":
        return []
    found = [f"{path}.{name}" for name in document if name not in shape.members]
    for name in document.keys() & shape.members.keys():
        found += unknown(document[name], shape.members[name], f"{path}.{name}")
    return found


def check_shape(document: Document, shape: str) -> None:
    """Fail for what the model lacks or asks for."""
    model = routes.model().shape_for(shape)
    validate(document, model)
    assert unknown(document, model) == []
