from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from batchdeck.aws.errors import AwsError, DeniedError, ThrottledError
from batchdeck.diagnosis.check import INSTANCES, Check, Layer, check
from batchdeck.diagnosis.engine import Finding, findings
from batchdeck.diagnosis.fact import Facts, NotApplicableError, Source
from batchdeck.diagnosis.verdict import Status, Verdict, passed


def made(judge: Callable[..., Verdict], *, applies_to: tuple[str, ...] = ()) -> Check:
    """A check of a function."""
    known: dict[str, Check] = {}
    judge.__doc__ = "Something."
    more = {"applies_to": applies_to} if applies_to else {}
    check("some-check", layer=Layer.JOB, checks=known, **more)(judge)  # type: ignore[arg-type]
    return known["some-check"]


def failing(error: Exception) -> Source:
    async def fetch() -> None:
        raise error

    return fetch


async def only(facts: Facts, one: Check) -> Finding:
    found = [finding async for finding in findings(facts, [one])]
    await facts.close()
    return found[0]


def reads(value: object) -> Verdict:
    return passed(str(value))


async def test_a_verdict_on_facts() -> None:
    finding = await only(Facts({"value": 5}, {}), made(reads))
    assert (finding.verdict.status, finding.verdict.summary) == (Status.PASS, "5")


@pytest.mark.parametrize(
    ("error", "missing"),
    [
        (DeniedError("no", action="ec2:DescribeSubnets"), "ec2:DescribeSubnets"),
        (ThrottledError("slow", action="ec2:DescribeSubnets"), ""),
    ],
)
async def test_a_failing_call_makes_its_reader_unknown(error: AwsError, missing: str) -> None:
    finding = await only(Facts({}, {"value": failing(error)}), made(reads))
    assert finding.verdict.status is Status.UNKNOWN
    assert finding.verdict.missing_permission == missing
    assert "ec2:DescribeSubnets" in finding.verdict.summary


async def test_what_does_not_apply_is_skipped() -> None:
    facts = Facts({}, {"value": failing(NotApplicableError("no job"))})
    finding = await only(facts, made(reads))
    assert (finding.verdict.status, finding.verdict.summary) == (Status.SKIP, "no job")
    elsewhere = made(reads, applies_to=INSTANCES)
    finding = await only(Facts({"value": 1, "kinds": {"FARGATE"}}, {}), elsewhere)
    assert finding.verdict.status is Status.SKIP


async def test_a_check_that_crashes_says_so(caplog: pytest.LogCaptureFixture) -> None:
    def crashes(value: int) -> Verdict:
        return passed(str(1 / value))

    with caplog.at_level(logging.CRITICAL):
        finding = await only(Facts({"value": 0}, {}), made(crashes))
    assert finding.verdict.status is Status.UNKNOWN
    assert "some-check crashed" in finding.verdict.summary


async def test_verdicts_come_as_they_are_reached() -> None:
    release = asyncio.Event()

    async def slow() -> int:
        await release.wait()
        return 1

    def waits(slow: int) -> Verdict:
        return passed("late")

    facts = Facts({"value": "early"}, {"slow": slow})
    stream = findings(facts, [made(waits), made(reads)])
    assert (await anext(stream)).verdict.summary == "early"
    release.set()
    assert (await anext(stream)).verdict.summary == "late"
    await facts.close()
