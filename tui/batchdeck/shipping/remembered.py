"""The last order for a folder, kept beside the console's own files and not in the project.

Values of variables and of build arguments are never kept: they may be secrets.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import Build, Order

_JOB = ("name", "queue", "definition", "vcpus", "memory", "array_size", "attempts")
_ORDER = ("repository", "platform", "container", "immutable_tags")
_VERSION = 1


def remember(folder: Path, order: Order) -> None:
    """Keep an order for its context in `folder`. Raises OSError where it cannot be written."""
    if order.build is None:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    build, job = order.build, order.job
    document = {
        "version": _VERSION,
        "context": str(build.context.resolve()),
        "dockerfile": None if build.dockerfile is None else str(build.dockerfile.resolve()),
        "target": build.target,
        "order": {name: getattr(order, name) for name in _ORDER},
        "job": {
            **{name: asdict(job)[name] for name in _JOB},
            "timeout_seconds": job.timeout_seconds,
            "parameters": job.parameters,
            "command": job.command,
        },
    }
    place = _place(folder, build.context)
    fresh = place.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file)
    fresh.replace(place)


def remembered(folder: Path, context: Path) -> Order | None:
    """The last order for a context, without a tag; None when there is none that can be read."""
    try:
        return _order(json.loads(_place(folder, context).read_text(encoding="utf-8")), context)
    except (OSError, ValueError, KeyError, TypeError):  # A first order, or a file of another kind.
        return None


def _order(document: Mapping[str, Any], context: Path) -> Order | None:
    if document["version"] != _VERSION:
        return None
    job = dict(document["job"])
    pairs = tuple((str(name), str(value)) for name, value in job.pop("parameters"))
    command = tuple(map(str, job.pop("command")))
    dockerfile = document["dockerfile"]
    return Order(
        replace(Submission(**job), parameters=pairs, command=command),
        build=Build(
            context,
            dockerfile=None if dockerfile is None else Path(dockerfile),
            target=document["target"],
        ),
        **document["order"],
    )


def _place(folder: Path, context: Path) -> Path:
    name = hashlib.sha256(str(context.resolve()).encode()).hexdigest()[:24]
    return folder / f"{name}.json"
