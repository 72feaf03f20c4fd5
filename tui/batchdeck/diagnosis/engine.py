"""Run checks at once and hand each verdict over as it is reached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass

from batchdeck.aws.errors import AwsError, DeniedError
from batchdeck.diagnosis.check import EVERYWHERE, Check
from batchdeck.diagnosis.fact import Facts, NotApplicableError
from batchdeck.diagnosis.verdict import Verdict, skipped, unknown

_LOG = logging.getLogger(__name__)
KINDS = "kinds"
"""The fact that tells the types of the environments in question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check and its verdict."""

    check: Check
    verdict: Verdict


async def findings(facts: Facts, checks: Iterable[Check]) -> AsyncIterator[Finding]:
    """Every check's verdict, in the order in which they are reached.

    Raises nothing of AWS: a call that fails makes its readers UNKNOWN.
    """
    tasks = [asyncio.create_task(_finding(facts, check)) for check in checks]
    try:
        for finished in asyncio.as_completed(tasks):
            yield await finished
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _finding(facts: Facts, check: Check) -> Finding:
    try:
        if check.applies_to != EVERYWHERE:
            kinds = (await facts.read([KINDS]))[KINDS]
            if not _applies(check, kinds):
                return Finding(check, skipped(f"does not concern {' or '.join(sorted(kinds))}"))
        values = await facts.needs(check.judge)
    except NotApplicableError as error:
        return Finding(check, skipped(str(error)))
    except AwsError as error:
        return Finding(check, _unanswered(error))
    return Finding(check, judged(check, values))


def _applies(check: Check, kinds: Collection[str]) -> bool:
    return not kinds or any(kind in check.applies_to for kind in kinds)


def judged(check: Check, values: dict[str, object]) -> Verdict:
    """The verdict on values. A check that crashes is an UNKNOWN finding that names itself."""
    try:
        return check.judge(**values)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A fault of ours, kept apart from the account's: the other checks still answer.
        _LOG.exception("the check %s crashed", check.id)
        return unknown(f"the check {check.id} crashed: {type(error).__name__}: {error}")


def _unanswered(error: AwsError) -> Verdict:
    missing = error.action if isinstance(error, DeniedError) else ""
    words = f"needs {missing}, which is denied" if missing else f"{error.action}: {error}"
    return unknown(words, missing_permission=missing)
