"""The repository that the image is pushed to."""

from __future__ import annotations

from batchdeck.aws.errors import AwsError
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

_SUBJECT = "repository"


async def check_repository(plan: Plan, services: Services) -> list[Check]:
    """Whether it exists, and whether the tag is free or may be moved."""
    name, tag = plan.order.repository, plan.order.tag
    if not name:
        return []
    repositories = services.account.repositories
    plan.is_repository_unknown = True
    try:
        plan.repository = await repositories.find(name)
        plan.is_repository_unknown = False
        if plan.repository is not None:
            plan.tag_digest = await repositories.digest(name, tag)
    except AwsError as error:
        return [Check(_SUBJECT, Verdict.UNKNOWN, str(error))]
    if plan.repository is None:
        kind = "tags cannot be moved" if plan.order.immutable_tags else "tags can be moved"
        text = f"{name} will be made: images are scanned, {kind}"
        return [Check(_SUBJECT, Verdict.GOOD, text)]
    found = [Check(_SUBJECT, Verdict.GOOD, f"{plan.repository.uri} exists")]
    if plan.tag_digest and plan.repository.has_immutable_tags:
        text = f"{name}:{tag} exists and its tags cannot be moved: choose another tag"
        found.append(Check(_SUBJECT, Verdict.BAD, text))
    elif plan.tag_digest:
        text = f"{name}:{tag} exists: the tag moves away from {plan.tag_digest}"
        found.append(Check(_SUBJECT, Verdict.WARNING, text))
    return found
