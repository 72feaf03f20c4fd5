"""Policies of remedies: what stands there already, and one statement more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.job_access import Access

_VERSION = "2012-10-17"
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def trusting(service: str, document: str = "") -> Document:
    """A trust policy that lets a service assume the role, and whoever might do so before.

    `document` is the one that stands there, as JSON; empty for a new role.
    """
    assume = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return _with(document, assume)


def letting_pull(principal: str, document: str = "") -> Document:
    """A repository's policy that lets a principal (an ARN) pull its images, too."""
    return _with(
        document,
        {
            "Sid": "Pull",
            "Effect": "Allow",
            "Principal": {"AWS": principal},
            "Action": list(_PULL),
        },
    )


def allowing(needed: Iterable[Access]) -> Document:
    """An identity policy that allows what is needed, and no more."""
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for one in needed:
        by_resources.setdefault(one.resources[:1], []).append(one.action)
    statements = [
        {
            "Effect": "Allow",
            "Action": list(dict.fromkeys(actions)),
            "Resource": resources[0],
        }
        for resources, actions in by_resources.items()
    ]
    return Document({"Version": _VERSION, "Statement": statements})


def _with(document: str, statement: Mapping[str, Any]) -> Document:
    found = json.loads(document) if document else {}
    before = found.get("Statement", []) if isinstance(found, dict) else []
    statements = before if isinstance(before, list) else [before]
    kept = [one for one in statements if isinstance(one, dict)]
    rest = found if isinstance(found, dict) else {}
    return Document({"Version": _VERSION, **rest, "Statement": [*kept, statement]})
