"""Ten thousand answers with anything in them: no check crashes, none accuses without evidence."""

from __future__ import annotations

import json
import random
import shlex
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.session import AwsSession
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.raw import raw_of
from batchdeck.diagnosis.report import as_markdown, as_object
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.connection import Connection
from tests.diagnosis.any_answer import BAD_MOODS, WHOLE, AnyClient, Mood
from tests.diagnosis.any_words import ENVIRONMENTS, JOBS, NOW, QUEUES

ANSWERS = 2_000
"""To each mood, so 10,000 in all."""
SUBJECTS = (
    *([Subject(Kind.JOB, JOBS[0])] * 8),
    Subject(Kind.QUEUE, QUEUES[0]),
    Subject(Kind.ENVIRONMENT, ENVIRONMENTS[0]),
)


class AnyAccount:
    """Diagnoses of accounts in which every answer is made up anew."""

    def __init__(self, mood: Mood, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answered: Counter[str] = Counter()
        """How often each operation was asked."""
        self._mood = mood
        self._random = random.Random()
        self._clients: dict[str, AnyClient] = {}
        monkeypatch.setattr(AwsSession, "client", self._client)

    async def diagnosed(self, seed: int) -> Diagnosis:
        """The whole diagnosis of something; the same one for the same number."""
        self._random = random.Random(seed)
        self._clients = {}
        subject = self._random.choice(SUBJECTS)
        stream = diagnose(Account(Connection()), subject, NOW)
        states = [(one.summary, one.exit_code, one) async for one in stream]
        return states[-1][2]

    async def _client(self, service: str) -> AnyClient:
        if service not in self._clients:
            made = AnyClient(service, self._mood, self._random, self.answered)
            self._clients[service] = made
        return self._clients[service]


def faults(diagnosis: Diagnosis, reported: dict[str, Any]) -> Iterator[str]:
    """What no diagnosis may hold, nor the object that is made of it."""
    for finding in diagnosis.findings:
        name, verdict = finding.check.id, finding.verdict
        if "crashed" in verdict.summary:
            yield verdict.summary
        if verdict.status is Status.FAIL and not verdict.evidence:
            yield f"{name} accuses without evidence"
        for one in verdict.evidence:
            if not all(isinstance(part, str) for part in (one.resource, one.field, one.value)):
                yield f"{name} has evidence that is no text: {one}"
    for cause in diagnosis.causes:
        for one in cause.finding.verdict.evidence[:1]:
            lines = [line.text for raw in raw_of(one, diagnosis.answers) for line in raw.lines]
            yield from (f"obeyed by a terminal: {line!r}" for line in lines if unsafe(line))
        for command in cause.commands:
            if shlex.split(command)[0] != "aws":
                yield f"{cause.finding.check.id} mends with {command}"
    shown = [as_markdown(diagnosis), *texts(reported)]
    yield from (f"obeyed by a terminal: {one!r}" for one in shown if unsafe(one))


def texts(tree: Any) -> Iterator[str]:
    """All strings of a JSON object."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        for one in tree:
            yield from texts(one)
    elif isinstance(tree, str):
        yield tree


def unsafe(text: str) -> bool:
    """Whether there is something in it that a terminal would obey."""
    return UNSAFE.search(text.replace("\n", "")) is not None


@pytest.mark.parametrize("mood", [WHOLE, *BAD_MOODS], ids=str)
async def test_no_answer_makes_it_crash_or_accuse_without_evidence(
    mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = AnyAccount(mood, monkeypatch)
    seed = 0
    while account.answered.total() < ANSWERS:
        seed += 1
        found = await account.diagnosed(seed)
        reported = as_object(found)
        assert json.loads(json.dumps(reported))["state"] == found.state.value
        assert list(faults(found, reported)) == [], f"seed {seed}: {found.subject}"
