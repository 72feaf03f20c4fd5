"""What is built, or the image that exists: where it is, and what it is for."""

from __future__ import annotations

from batchdeck.aws.errors import AwsError
from batchdeck.docker.context import read_context
from batchdeck.docker.errors import DockerError
from batchdeck.domain.byte_size import size_text
from batchdeck.domain.image import EcrImage
from batchdeck.domain.image_build import BuildContext
from batchdeck.shipping.order import folder_text, in_registry
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, Verdict

BIG = 200 * 1024**2
"""Bytes of a context that are worth a word."""
_SHA = "sha256:"


async def check_image(plan: Plan, services: Services) -> list[Check]:
    """Looks for the context and the engine, or for the image wherever it is."""
    order = plan.order
    if order.build is None and not order.repository:
        return [await _in_ecr(plan, services)]
    found: list[Check] = []
    if order.build is not None:
        try:
            plan.context = await read_context(order.build.context, order.build.dockerfile)
        except DockerError as error:
            found.append(Check("context", Verdict.BAD, _words(error)))
        else:
            found.append(_context(plan.context))
    found.append(await _engine(plan, services))
    if plan.engine is not None and order.build is None:
        found.append(await _local(plan))
    return found


async def _engine(plan: Plan, services: Services) -> Check:
    try:
        plan.engine = await services.find_engine()
    except DockerError as error:
        return Check("engine", Verdict.BAD, _words(error))
    told = plan.engine.description
    text = f"{told.name} {told.version} at {told.address}, {told.os}/{told.architecture}"
    return Check("engine", Verdict.GOOD, text)


async def _local(plan: Plan) -> Check:
    assert plan.engine is not None
    try:
        plan.local = await plan.engine.inspect(plan.order.image)
    except DockerError as error:
        return Check("image", Verdict.BAD, _words(error))
    text = f"{plan.order.image} is for {plan.local.platform}, {size_text(plan.local.size)}"
    return Check("image", Verdict.GOOD, text)


def _context(context: BuildContext) -> Check:
    text = f"{folder_text(context.folder)}: {context.files} files, {size_text(context.size)}"
    if context.ignored:
        text += f", {context.ignored} ignored"
    if context.size < BIG:
        return Check("context", Verdict.GOOD, text)
    biggest = ", ".join(f"{one.path} {size_text(one.size)}" for one in context.biggest)
    text += (
        f": all of it is sent to the engine; name what is not needed in .dockerignore ({biggest})"
    )
    return Check("context", Verdict.WARNING, text)


async def _in_ecr(plan: Plan, services: Services) -> Check:
    """An image of the account's own ECR; any other has to be brought there first."""
    reference = plan.order.image
    repository, tag, digest = _parts(reference)
    name = repository.partition("/")[2]
    if not in_registry(reference):
        text = f"{reference} names no registry: say into which repository it is pushed"
        return Check("image", Verdict.BAD, text)
    repositories = services.account.repositories
    try:
        found = await repositories.find(name)
        there = await repositories.digest(name, digest or tag) if found else ""
    except AwsError as error:
        if not digest:
            return Check("image", Verdict.BAD, f"the digest of {reference} is not known: {error}")
        plan.pushed = f"{repository}@{digest}"
        return Check("image", Verdict.UNKNOWN, str(error))
    if found is None or found.uri != repository:
        uri = f"; this account's {name} is {found.uri}" if found else ""
        text = f"{repository} is no repository of this account and Region{uri}"
        return Check("image", Verdict.BAD, f"{text}: pull the image and ship it into one")
    if not there:
        return Check("image", Verdict.BAD, f"{repository} has no image {digest or tag}")
    plan.repository, plan.pushed = found, f"{repository}@{there}"
    return Check("image", Verdict.GOOD, f"{reference} is in ECR: {there}")


async def built_for(plan: Plan, services: Services) -> tuple[str, ...]:
    """What the order's image is built for, as far as it is known before a build."""
    if plan.local is not None:
        return (plan.local.architecture,)
    if plan.pushed:
        return await _of_ecr_image(plan, services)
    platform = plan.platform
    if platform:
        return (platform.split("/")[1],)
    return (plan.engine.description.architecture,) if plan.engine else ()


async def _of_ecr_image(plan: Plan, services: Services) -> tuple[str, ...]:
    repository, _, digest = plan.pushed.partition("@")
    name = repository.partition("/")[2]
    ecr = services.account.ecr
    try:
        identity = await services.account.identity.read()
        image = EcrImage(identity.account, identity.region, name, digest=digest)
        manifest = await ecr.manifest(image)
        if manifest is None or manifest.architectures:
            return manifest.architectures if manifest else ()
        return (await ecr.architecture(image, manifest.config),)
    except AwsError:  # The call log has it; that it is not known is said by the check.
        return ()


def _parts(reference: str) -> tuple[str, str, str]:
    """Repository with its registry, tag, digest."""
    named, _, digest = reference.partition("@")
    host, slash, path = named.partition("/")
    name, _, tag = path.partition(":")
    return f"{host}{slash}{name}", tag or "latest", digest


def _words(error: DockerError) -> str:
    return f"{error}: {error.advice}" if error.advice else str(error)
