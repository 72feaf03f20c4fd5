"""Where EventBridge takes an event: one function for each service that can be a target.

Source: EventBridge user guide, "Event bus targets".
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from batchdeck.local.batch.errors import ClientError

Target = dict[str, Any]
"""`Target` of `PutTargets`."""
_Deliver = Callable[[Target, str], None]


def payload(target: Target, event: dict[str, Any]) -> str:
    """What a target is sent: the event, a constant, or what its template makes of it."""
    from moto.events import utils

    if "Input" in target:
        return str(target["Input"])
    transformer = target.get("InputTransformer")
    if transformer:
        template, paths = transformer["InputTemplate"], transformer.get("InputPathsMap", {})
        parser: Any = utils.EventTemplateParser
        return json.dumps(parser.parse(template, paths, event))
    return json.dumps({name: value for name, value in event.items() if name != "ingestion-time"})


def _logs(target: Target, text: str) -> None:
    from moto.logs.models import logs_backends

    account, region, resource = _place(target)
    group, stream = resource.removeprefix("log-group:").removesuffix(":*"), str(uuid4())
    backend: Any = logs_backends[account][region]
    backend.create_log_stream(group, stream)
    event = {"timestamp": time.time_ns() // 1_000_000, "message": text}
    backend.put_log_events(group, stream, [event])


def _sqs(target: Target, text: str) -> None:
    from moto.sqs.models import sqs_backends

    account, region, name = _place(target)
    backend: Any = sqs_backends[account][region]
    group = target.get("SqsParameters", {}).get("MessageGroupId")
    backend.send_message(name, text, group_id=group)


def _sns(target: Target, text: str) -> None:
    from moto.sns.models import sns_backends

    account, region, _ = _place(target)
    backend: Any = sns_backends[account][region]
    backend.publish(text, arn=target["Arn"])


def _states(target: Target, text: str) -> None:
    from moto.stepfunctions.responses import get_backend

    account, region, _ = _place(target)
    backend: Any = get_backend(account, region)
    backend.start_execution(target["Arn"], str(uuid4()), text)


def _batch(target: Target, text: str) -> None:
    """A queue: a job is submitted to it. Raises ClientError as `SubmitJob` does.

    An input of the target's own may give it parameters and overrides. Source: AWS Batch user
    guide, "Passing event information to an AWS Batch target".
    """
    if "BatchParameters" not in target:
        raise ClientError("BatchParameters are missing for target.")
    given = json.loads(text) if target.keys() & {"Input", "InputTransformer"} else {}
    chosen = ("Parameters", "ContainerOverrides")
    overrides = {name: given[name] for name in chosen if isinstance(given, dict) and name in given}
    _submit(target["Arn"], {**target["BatchParameters"], "JobQueue": target["Arn"], **overrides})


def _scheduler(target: Target, text: str) -> None:
    """Any operation, as a schedule of EventBridge Scheduler can call it: here Batch's SubmitJob."""
    if not target["Arn"].lower().endswith(":aws-sdk:batch:submitjob"):
        raise ClientError("Of universal targets only batch:submitJob is available here.")
    _submit(target["ScheduleArn"], json.loads(text))


def _submit(arn: str, request: Any) -> None:
    """Submit a job in the account and Region of an ARN."""
    from batchdeck.local.batch.models import batch_backends
    from batchdeck.local.batch.stack_requests import call

    account, region, _ = _place({"Arn": arn})
    call(batch_backends[account][region].service, "SubmitJob", request)


#: By the service in a target's ARN. Targets of others are left out, as if nobody listened.
DELIVERIES: dict[str, _Deliver] = {
    "batch": _batch,
    "logs": _logs,
    "scheduler": _scheduler,
    "sns": _sns,
    "sqs": _sqs,
    "states": _states,
}


def service_of(target: Target) -> str:
    """The service that a target belongs to."""
    return str(target["Arn"]).split(":")[2]


def _place(target: Target) -> tuple[str, str, str]:
    """Account, Region and resource of a target's ARN."""
    _, _, _, region, account, resource = str(target["Arn"]).split(":", 5)
    return account, region, resource
