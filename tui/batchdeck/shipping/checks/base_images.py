"""Base images in ECR: the engine is given a login for them."""

from __future__ import annotations

import re
from dataclasses import replace

from batchdeck.aws.errors import AwsError
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

_HOST = re.compile(
    r"\b\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\b"
)
"""Source: Amazon ECR user guide, private registries."""


async def check_base_images(plan: Plan, services: Services) -> list[Check]:
    """Logs in to each registry of ECR that the Dockerfile or a build argument names.

    Where that cannot be, what `docker login` has remembered may still do.
    """
    hosts = registries(plan)
    if not hosts:
        return []
    names = ", ".join(hosts)
    try:
        login = await services.account.repositories.login()
    except AwsError as error:
        return [Check("base image", Verdict.UNKNOWN, f"no login for {names}: {error}")]
    plan.logins = tuple(replace(login, server=host) for host in hosts)
    return [Check("base image", Verdict.GOOD, f"the engine gets a login for {names}")]


def registries(plan: Plan) -> tuple[str, ...]:
    """Hosts of ECR that the build names, each once."""
    if plan.context is None or plan.order.build is None:
        return ()
    values = (value for _, value in plan.order.build.arguments)
    texts = (plan.context.instructions, *values)
    return tuple(dict.fromkeys(host for text in texts for host in _HOST.findall(text)))
