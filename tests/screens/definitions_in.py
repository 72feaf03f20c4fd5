"""Job definitions with revisions, and a console whose cursor is on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from batchdeck.app import BatchdeckApp
from tests.local.cloud import Cloud
from tests.screens.console_app import Driver, seen

TOKEN = "hunter22"
NEW_IMAGE = "sed -i s/etl:v1/etl:v2/ $1"
"""An editor that gives `etl_with_a_secret` another image."""
SIZES = (("VCPU", "1"), ("MEMORY", "512"))


def revision(
    cloud: Cloud, name: str, image: str, *, variables: Mapping[str, str] = {}, **more: Any
) -> str:
    """`name:revision` of a new revision."""
    container = {
        "image": image,
        "command": more.pop("command", ["probe"]),
        "environment": [{"name": key, "value": value} for key, value in variables.items()],
        "resourceRequirements": [{"type": kind, "value": value} for kind, value in SIZES],
    }
    made = cloud.batch.register_job_definition(
        jobDefinitionName=name, type="container", containerProperties=container, **more
    )
    return f"{name}:{made['revision']}"


def revisions(cloud: Cloud, name: str, number: int) -> None:
    """So many revisions, each with another image and another token."""
    for one in range(1, number + 1):
        revision(cloud, name, f"registry/{name}:v{one}", variables={"TOKEN": f"{TOKEN}-{one}"})


def active(cloud: Cloud, name: str) -> list[int]:
    """Numbers of the ACTIVE revisions."""
    found = cloud.batch.describe_job_definitions(jobDefinitionName=name, status="ACTIVE")
    return sorted(one["revision"] for one in found["jobDefinitions"])


async def on_definition(pilot: Driver, name: str) -> None:
    """Put the cursor on a definition."""
    await pilot.press("3")
    await seen(pilot, "3 Definitions", name)
    table = pilot.app.screen.query_one("#definitions-table")
    assert table.move_to_key(name)  # type: ignore[attr-defined]


def with_editor(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let `script` be the editor of the console; its file is `$1`.

    The terminal of these tests cannot be given to anybody, so that is left out.
    """
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(path))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(BatchdeckApp, "suspend", lambda _: nullcontext())


def etl_with_a_secret(cloud: Cloud) -> str:
    """`etl:1`, with a secret in it."""
    return revision(
        cloud, "etl", "etl:v1", variables={"TOKEN": TOKEN}, timeout={"attemptDurationSeconds": 60}
    )


def described(cloud: Cloud, reference: str) -> dict[str, Any]:
    """A revision as `DescribeJobDefinitions` tells it."""
    (found,) = cloud.batch.describe_job_definitions(jobDefinitions=[reference])["jobDefinitions"]
    return dict(found)


async def opened_change(pilot: Driver) -> None:
    """Ask for a new revision of `etl_with_a_secret`."""
    await on_definition(pilot, "etl")
    await pilot.press("e")
    await seen(pilot, "A new revision from etl:1", "The editor shows real values", "TOKEN")
