"""What carrying out the remedies takes."""

from __future__ import annotations

from batchdeck.aws.permissions import command_actions
from batchdeck.diagnosis.check import Apply
from batchdeck.diagnosis.checks import load


def fix_actions() -> tuple[str, ...]:
    """The actions of every command of every remedy that can be carried out, in order."""
    remedies = (check.remedy for check in load().values())
    offered = (one for one in remedies if one.apply is not Apply.NEVER)
    return command_actions(command for one in offered for command in one.filled({}))
