"""Makes a folder of installed packages small and the same each time. Used by the Dockerfile."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

SERVICES = {"s3", "logs", "sts", "sso", "sso-oidc", "oidc", "portal.sso"}
"""What the worker and the credential chain talk to; botocore describes four hundred more."""
NEEDLESS = ("bin", "boto3/data", "boto3/examples")


def slim(folder: Path) -> None:
    """Remove what is not needed, compile the rest, and give everything one time."""
    for name in NEEDLESS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    _narrow(folder / "botocore" / "data" / "endpoints.json")
    for cache in [*folder.rglob("__pycache__")]:
        shutil.rmtree(cache)
    done = compileall.compile_dir(
        folder,
        quiet=1,
        stripdir=str(folder),
        prependdir="/app",
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    if not done:
        raise SystemExit("a file does not compile")
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (moment, moment), follow_symlinks=False)


def _narrow(endpoints: Path) -> None:
    """Leave only the endpoints of `SERVICES`: every start reads this file, and keeps it."""
    known = json.loads(endpoints.read_text(encoding="utf-8"))
    for partition in known["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in services if name in SERVICES}
    endpoints.write_text(json.dumps(known), encoding="utf-8")


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
