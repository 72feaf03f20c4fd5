"""User data of launch templates: the script an instance runs when it first boots.

It may hold secrets: evidence quotes the words that matter and nothing around them.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from itertools import chain

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import Remedy, Severity
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.checks.per_template import UsedTemplate, any_template, changed
from batchdeck.diagnosis.document import Document, Value
from batchdeck.diagnosis.facts.launches import Environments, Templates
from batchdeck.diagnosis.verdict import (
    Evidence,
    Verdict,
    failed,
    passed,
    skipped,
    unknown,
    warned,
)
from batchdeck.domain.clean import clean
from batchdeck.domain.launch import LaunchTemplate
from batchdeck.domain.secret import Secret

OTHER_DATA = Remedy(changed("'UserData={encoded_mime_archive}'"))
AS_ARCHIVE = Remedy(changed("{data}"))
FIELD = "LaunchTemplateData.UserData"
SAID = "UserData is not MIME"
"""How Batch says it in the `statusReason` of an environment."""
_OPENING = re.compile(r"#!\S+|#cloud-[\w-]+|#include")
_PARTS = {"#!": "x-shellscript", "#i": "x-include-url"}
"""What kind of part an opening makes; the others name it themselves, such as #cloud-config."""
_ARCHIVE = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==PARTS=="

--==PARTS==
Content-Type: text/{}; charset="utf-8"

{}
--==PARTS==--
"""
_RESERVED = re.compile(r"\b(ECS_CLUSTER|ECS_INSTANCE_ATTRIBUTES)=[\"']?([^\s\"';]*)")
_STARTS_AGENT = re.compile(
    r"\bsystemctl\s+(?:start|restart|enable\s+--now)\s+ecs\b|\bservice\s+ecs\s+(?:re)?start\b"
)
_STOPS_AGENT = re.compile(r"\bsystemctl\s+(?:stop|disable|mask)\s+(?:--now\s+)?ecs\b")
_SLOW = (
    (
        re.compile(r"\bsystemctl\s+(?:re)?start\s+docker\b"),
        "starts Docker before the boot has ended",
    ),
    (
        re.compile(r"\b(?:yum|dnf)(?:\s+-\S+)*\s+(?:update|upgrade)(?:\s+-\S+)*\s*(?:$|[;&|])"),
        "updates every package, the ECS agent among them",
    ),
    (re.compile(r"\bsleep\s+(?:6[1-9]|[7-9]\d|\d{3,})\b"), "waits more than a minute"),
    (re.compile(r"\bwhile\s+(?:true|:)"), "loops"),
    (re.compile(r"\baws\s+s3\s+sync\b"), "copies from S3 before the agent starts"),
    (re.compile(r"(?:^|[;&|]\s*)(?:sudo\s+)?reboot\b"), "reboots"),
)


@instance_check(
    "inst-userdata-mime",
    explains=("ce-status-valid", "inst-registered-in-ecs", "ce-desired-not-scaling"),
    prior=0.05,
    remedy=AS_ARCHIVE,
    docs=(pages.LAUNCH_TEMPLATES,),
)
def user_data_is_mime(instance_environments: Environments, launch_templates: Templates) -> Verdict:
    """User data is a MIME multi-part archive.

    Batch adds its own part to it, which is only possible in an archive: headers with a boundary
    first, then each part after the boundary. A bare shell script makes the environment INVALID.
    """
    return any_template(instance_environments, launch_templates, _judge_mime)


@instance_check(
    "inst-userdata-risky",
    severity=Severity.LIKELY,
    explains=("inst-registered-in-ecs", "inst-agent-connected"),
    prior=0.03,
    remedy=OTHER_DATA,
    docs=(pages.RUNNABLE, pages.AGENT),
)
def user_data_is_harmless(
    instance_environments: Environments, launch_templates: Templates
) -> Verdict:
    """User data neither holds up the ECS agent nor stops it.

    systemd starts the agent when user data has run to its end. Who starts it there waits for
    himself; `systemctl enable --now --no-block ecs.service` does not. What takes long keeps the
    instance out of its cluster for as long.
    """
    return any_template(instance_environments, launch_templates, _judge_risk)


@instance_check(
    "inst-userdata-reserved-config",
    severity=Severity.LIKELY,
    explains=("inst-registered-in-ecs", "job-status-reason-code"),
    prior=0.01,
    remedy=OTHER_DATA,
    docs=(pages.LAUNCH_TEMPLATES,),
)
def user_data_leaves_cluster(
    instance_environments: Environments, launch_templates: Templates
) -> Verdict:
    """User data leaves the settings of the ECS agent that are Batch's alone.

    Batch writes ECS_CLUSTER and ECS_INSTANCE_ATTRIBUTES. An instance that joins another cluster
    runs no jobs.
    """
    return any_template(instance_environments, launch_templates, _judge_reserved)


def _judge_mime(used: UsedTemplate) -> Verdict:
    content = used.template.user_data
    if content is None:
        return unknown(f"the user data in {used.words} is no text")
    if not content.strip():
        return skipped(f"no user data in {used.words}")
    message = message_from_string(content)
    if _is_archive(message):
        return passed(f"the user data in {used.words} is a MIME archive")
    evidence = Evidence(used.template.id, FIELD, _opening(content), "Content-Type: multipart/mixed")
    if _is_archive(message_from_string(content.lstrip())):
        return warned(f"blank lines stand before the MIME headers in {used.words}", evidence)
    said = SAID in used.environment.reason
    return failed(
        f"the user data in {used.words} is no MIME multi-part archive",
        evidence,
        settled=said,
        estimated=not said and not used.certain,
        known={**used.values, **_as_archive(used.template, content)},
    )


def _as_archive(template: LaunchTemplate, content: str) -> dict[str, Value]:
    """`{data}`: the same script as the only part of an archive, where it is clear what it is."""
    opening = _OPENING.match(content)
    encoded = json.loads(template.document).get("UserData") if template.document else None
    if opening is None or not encoded:
        return {}
    kind = _PARTS.get(opening[0][:2], opening[0].lstrip("#"))
    archive = _ARCHIVE.format(kind, base64.b64decode(encoded).decode())
    data = base64.b64encode(archive.encode()).decode()
    return {"data": Document({"UserData": Secret(data)})}


def _is_archive(message: Message) -> bool:
    """Whether there are headers with a boundary, and parts between boundaries."""
    return message.is_multipart() and message.get_boundary() is not None


def _judge_risk(used: UsedTemplate) -> Verdict:
    lines = list(_commands(used))
    blocking = [
        (words, found)
        for line in lines
        for found, words in _blocking(line)
        if not (words == _STOPPED and any(_starts_later(one) for one in lines))
    ]
    if blocking:
        words, found = blocking[0]
        evidence = Evidence(used.template.id, FIELD, found, "--no-block, or nothing of it")
        summary = f"the user data in {used.words} {words}: {found}"
        return failed(summary, evidence, estimated=True, known=used.values)
    for line in lines:
        for pattern, words in _SLOW:
            if (match := pattern.search(line)) and "--exclude" not in line:
                evidence = Evidence(used.template.id, FIELD, match[0].strip(), "absent")
                return warned(f"the user data in {used.words} {words}", evidence)
    return passed() if lines else skipped(f"no user data in {used.words}")


_STARTED = "starts the ECS agent before the boot has ended, which waits for it"
_STOPPED = "stops the ECS agent"


def _blocking(line: str) -> Iterator[tuple[str, str]]:
    waits = "--no-block" not in line and not line.endswith("&")
    if (match := _STARTS_AGENT.search(line)) and waits:
        yield match[0], _STARTED
    if match := _STOPS_AGENT.search(line):
        yield match[0], _STOPPED


def _starts_later(line: str) -> bool:
    return "ecs" in line and ("--no-block" in line or _STARTS_AGENT.search(line) is not None)


def _judge_reserved(used: UsedTemplate) -> Verdict:
    lines = list(_commands(used))
    own = short_name(used.environment.cluster)
    for line in lines:
        for match in _RESERVED.finditer(line):
            if match[1] == "ECS_CLUSTER" and own and match[2] == own:
                continue
            evidence = Evidence(used.template.id, FIELD, f"{match[1]}=...", "absent")
            summary = f"the user data in {used.words} sets {match[1]}, which only Batch may set"
            return failed(summary, evidence, estimated=not used.certain, known=used.values)
    return passed() if lines else skipped(f"no user data in {used.words}")


def _commands(used: UsedTemplate) -> Iterator[str]:
    """Lines of the user data that are no comments and no headers."""
    content = used.template.user_data or ""
    message = message_from_string(content)
    parts = [one for one in message.walk() if not one.is_multipart()]
    texts = map(_text, parts) if _is_archive(message) else [content]
    for line in chain.from_iterable(one.splitlines() for one in texts):
        if line.strip() and not line.lstrip().startswith("#"):
            yield clean(line.strip())


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _opening(content: str) -> str:
    """How it begins, as far as that cannot be a secret."""
    match = _OPENING.match(content.lstrip())
    return match[0] if match else "text without MIME headers"
