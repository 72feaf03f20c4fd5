"""What steers AWS and the terminal outside is gone inside."""

from __future__ import annotations

import os
from pathlib import Path

from tests.surroundings import isolate


def test_profiles_credentials_and_endpoints_are_gone(tmp_path: Path) -> None:
    environment = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_ENDPOINT_URL": "https://example.com",
        "BATCHDECK_READ_ONLY": "1",
        "NO_COLOR": "1",
        "HOME": "/home/somebody",
        "PATH": "/usr/bin",
    }
    isolate(environment, tmp_path)
    assert "AWS_PROFILE" not in environment
    assert "AWS_ACCESS_KEY_ID" not in environment
    assert "AWS_ENDPOINT_URL" not in environment
    assert "BATCHDECK_READ_ONLY" not in environment
    assert "NO_COLOR" not in environment
    assert environment["HOME"] == str(tmp_path)
    assert environment["PATH"] == "/usr/bin"


def test_this_process_finds_no_credentials() -> None:
    assert "AWS_PROFILE" not in os.environ
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
    assert not Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).exists()
    assert not (Path.home() / ".aws").exists()
