"""`batchdeck policy`: what batchdeck needs to be allowed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from batchdeck.aws.permissions import read_policy


def policy(words: Sequence[str]) -> int:
    """`batchdeck policy`: print an IAM policy; 0."""
    result = argparse.ArgumentParser(
        prog="batchdeck policy",
        description="Print the IAM policy that batchdeck needs, made from the calls in its code.",
        epilog="What a policy leaves out is not asked: the checks concerned say UNKNOWN.",
    )
    result.add_argument("what", choices=("read",), help="read: look and diagnose, change nothing")
    result.parse_args(words)
    print(json.dumps(read_policy(), indent=2))  # noqa: T201
    return 0
