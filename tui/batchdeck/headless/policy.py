"""`batchdeck policy`: what batchdeck needs to be allowed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from batchdeck.aws.permissions import VERSION, policy_of, read_policy, write_actions
from batchdeck.diagnosis.fixes import fix_actions

WHAT = {
    "read": "look and diagnose, change nothing",
    "operate": "what comes on top of it to submit, stop, register, push, and apply fixes",
}


def policy(words: Sequence[str]) -> int:
    """`batchdeck policy`: print an IAM policy; 0."""
    result = argparse.ArgumentParser(
        prog="batchdeck policy",
        description="Print the IAM policy that batchdeck needs, made from the calls in its code.",
        epilog="What a policy leaves out is not asked, or refused by AWS: the checks concerned "
        "say UNKNOWN. The statements of operate whose Sid begins with Fix are for fixes alone.",
    )
    described = "; ".join(f"{name}: {words}" for name, words in WHAT.items())
    result.add_argument("what", choices=tuple(WHAT), help=described)
    found = operate_policy() if result.parse_args(words).what == "operate" else read_policy()
    print(json.dumps(found, indent=2))  # noqa: T201
    return 0


def operate_policy() -> dict[str, Any]:
    """A policy that allows what the console sends on somebody's word, and nothing else."""
    own = write_actions()
    fixes = tuple(action for action in fix_actions() if action not in own)
    return {
        "Version": VERSION,
        "Statement": [*policy_of(own, "Operate"), *policy_of(fixes, "Fix")],
    }
