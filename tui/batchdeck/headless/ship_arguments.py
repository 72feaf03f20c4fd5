"""The command line of `batchdeck ship`, and the order that it means."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from batchdeck.aws.masking import conceal
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.submission import Submission
from batchdeck.headless.connection import add_account_options
from batchdeck.shipping.new_definition import with_new_definition
from batchdeck.shipping.order import Build, Order, Pairs

EPILOG = """\
exit code:
  0    done: the job was submitted or, with --wait, has SUCCEEDED
  N    with --wait: the job's own exit code; 1 when it failed without one
  2    wrong arguments, or a check speaks against it: nothing was written
  124  the answer to a write was lost, or the job: nobody knows what came of it
  125  a stage failed; what exists and what does not is told at the end
  130  stopped by Ctrl-C

A name without a value, as in --env TOKEN, takes the value from the environment.
"""


def parser() -> argparse.ArgumentParser:
    """The arguments of `batchdeck ship`."""
    result = argparse.ArgumentParser(
        prog="batchdeck ship",
        description="Build an image, push it, register a revision, submit a job, follow it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _image_options(result)
    _definition_options(result)
    _job_options(result)
    add_account_options(result, local="ship into the embedded account that is open")
    result.add_argument("--wait", action="store_true", help="follow the job; its exit code is ours")
    result.add_argument("--json", action="store_true", help="print an object for programs at last")
    result.add_argument(
        "--dry-run", action="store_true", help="only check, and show the aws lines to come"
    )
    return result


def _image_options(result: argparse.ArgumentParser) -> None:
    image = result.add_argument_group("image")
    image.add_argument("context", nargs="?", type=Path, help="the folder to build")
    image.add_argument("--image", default="", help="one that exists, in the engine or in ECR")
    image.add_argument("--dockerfile", type=Path, metavar="FILE")
    image.add_argument("--build-arg", action="append", default=[], metavar="K=V")
    image.add_argument("--target", default="", metavar="STAGE", help="the stage to stop at")
    image.add_argument("--pull", action="store_true", help="ask for a newer base image")
    image.add_argument("--no-cache", action="store_true")
    image.add_argument("--platform", default="", help="such as linux/arm64; usually the queue's")
    image.add_argument("--repository", default="", metavar="R", help="made when it is missing")
    image.add_argument("--immutable-tags", action="store_true", help="if the repository is made")
    image.add_argument("--tag", default="", help="usually the time, such as 20261126-081500")
    image.add_argument("--any-architecture", action="store_true", help="ship what cannot run, too")


def _definition_options(result: argparse.ArgumentParser) -> None:
    definition = result.add_argument_group("job definition")
    definition.add_argument(
        "--definition", default="", metavar="D", help="name or name:revision to start from"
    )
    definition.add_argument("--container", default="", help="which one gets the image")
    new = definition.add_mutually_exclusive_group()
    new.add_argument(
        "--new-definition", type=Path, metavar="FILE", help="register this JSON instead"
    )
    new.add_argument(
        "--create-definition",
        action="store_true",
        help="register a new one of --vcpus, --memory, --command and the roles",
    )
    definition.add_argument("--execution-role", default="", metavar="ARN")
    definition.add_argument("--job-role", default="", metavar="ARN")


def _job_options(result: argparse.ArgumentParser) -> None:
    job = result.add_argument_group("job")
    job.add_argument("--queue", default="", metavar="Q")
    job.add_argument("--name", default="", help="usually that of the definition")
    job.add_argument("--parameter", action="append", default=[], metavar="K=V")
    job.add_argument("--env", action="append", default=[], metavar="K=V")
    job.add_argument("--vcpus", type=float, metavar="N")
    job.add_argument("--memory", type=int, metavar="MIB")
    job.add_argument("--array-size", type=int, metavar="N")
    job.add_argument("--attempts", type=int, metavar="N")
    job.add_argument("--timeout", type=int, metavar="SECONDS")
    job.add_argument("--command", nargs=argparse.REMAINDER, default=[], help="all that follows")
    job.add_argument(
        "--again", action="store_true", help="what is not said is as it was for this folder"
    )


T = TypeVar("T", Build, Order, Submission)


class OrderError(Exception):
    """An order that cannot be read; `str()` names argument, value and what would be right."""


def order_of(
    options: argparse.Namespace, before: Order | None, environ: Mapping[str, str], tag: str
) -> Order:
    """The order that the arguments mean; `tag` is taken where none is named.

    `before` is the last order for the folder, for what is not said. Raises OrderError.
    """
    job = _job(options, environ)
    order = Order(
        job,
        build=None if options.context is None else _build(options, environ),
        image=options.image,
        repository=options.repository,
        tag=options.tag,
        platform=options.platform,
        container=options.container,
        immutable_tags=options.immutable_tags,
        any_architecture=options.any_architecture,
    )
    if before is not None:
        order = _filled(order, before)
    if order.repository and not order.tag:
        order = replace(order, tag=tag)
    if not order.job.name:
        order = replace(order, job=replace(order.job, name=order.definition))
    return _with_definition(order, options)


def _job(options: argparse.Namespace, environ: Mapping[str, str]) -> Submission:
    return Submission(
        name=options.name,
        queue=options.queue,
        definition=options.definition,
        parameters=_pairs("--parameter", options.parameter, {}),
        command=tuple(options.command),
        environment=_pairs("--env", options.env, environ),
        vcpus=options.vcpus,
        memory=options.memory,
        array_size=options.array_size,
        attempts=options.attempts,
        timeout_seconds=options.timeout,
    )


def _build(options: argparse.Namespace, environ: Mapping[str, str]) -> Build:
    return Build(
        options.context,
        options.dockerfile,
        _pairs("--build-arg", options.build_arg, environ),
        options.target,
        options.pull,
        options.no_cache,
    )


def _pairs(option: str, words: list[str], environ: Mapping[str, str]) -> Pairs:
    found = []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            if name not in environ:
                raise OrderError(f"argument {option}: '{name[:40]}': write name=value")
            value = environ[name]
        found.append((name, value))
    return tuple(found)


def _filled(order: Order, before: Order) -> Order:
    """What the order leaves empty is as it was before."""
    job = _over(order.job, before.job)
    build = order.build and before.build and _over(order.build, before.build)
    return replace(_over(order, before), job=job, build=build or order.build)


def _over(one: T, before: T) -> T:
    empty = (None, "", (), False)
    kept = {name: value for name in one.__slots__ if (value := getattr(one, name)) not in empty}
    return replace(before, **kept)


def _with_definition(order: Order, options: argparse.Namespace) -> Order:
    if options.new_definition is not None:
        return replace(order, new_definition=_read(options.new_definition))
    if not options.create_definition:
        return order
    job = order.job
    if job.vcpus is None or job.memory is None:
        raise OrderError("argument --create-definition: needs --vcpus and --memory, such as 1, 512")
    return with_new_definition(
        order, execution_role=options.execution_role, job_role=options.job_role
    )


def _read(file: Path) -> DefinitionDocument:
    name = f"argument --new-definition: {file}"
    try:
        members = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OrderError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise OrderError(f"{name}: no UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        text = f"{name}: no JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise OrderError(text) from error
    if not isinstance(members, dict):
        raise OrderError(f"{name}: an object such as RegisterJobDefinition takes")
    return DefinitionDocument(conceal(members))


def environment() -> Mapping[str, str]:
    """Where names without a value find theirs."""
    return os.environ
