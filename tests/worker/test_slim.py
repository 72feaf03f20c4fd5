"""The script that makes the image's layer small and the same each time."""

from __future__ import annotations

import json
import runpy
from hashlib import sha256
from pathlib import Path

from tests.sources import ROOT


def made(folder: Path) -> dict[str, tuple[str, float]]:
    """A folder like that of the image after `slim`: names, contents, times."""
    described = folder / "botocore" / "data"
    for service in ("s3", "ec2"):
        (described / service).mkdir(parents=True)
        (described / service / "service-2.json").write_text("{}")
    partition = {"partition": "aws", "services": {"s3": {"a": 1}, "ec2": {}}}
    (described / "endpoints.json").write_text(json.dumps({"partitions": [partition]}))
    (folder / "worker").mkdir()
    (folder / "worker" / "one.py").write_text("VALUES = {'a', 'b', 'c'}\n")
    runpy.run_path(str(ROOT / "worker" / "slim.py"))["slim"](folder)
    return {
        str(path.relative_to(folder)): (
            sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime,
        )
        for path in folder.rglob("*")
    }


def test_two_layers_are_the_same_and_hold_only_what_is_needed(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    found = made(first)
    assert found == made(second)
    assert {moment for _, moment in found.values()} == {0}
    assert "botocore/data/s3/service-2.json" in found
    assert "botocore/data/ec2" not in found
    assert any(name.endswith(".pyc") for name in found)
    endpoints = json.loads((first / "botocore/data/endpoints.json").read_text())
    assert endpoints["partitions"][0]["services"] == {"s3": {"a": 1}}
