"""What is to be shipped, and what is wrong with it before anything is asked or done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from batchdeck.domain.clean import clean
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.submission import NAME, FieldError, Submission
from batchdeck.domain.submission import problems as submission_problems

Pairs = tuple[tuple[str, str], ...]

_REPOSITORY = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""Source: ECR API reference, `CreateRepository`, `repositoryName`."""
_REPOSITORY_LENGTH = (2, 256)
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
"""Source: OCI distribution specification, `reference`."""
_PLATFORM = re.compile(r"linux/[a-z0-9]+(/[a-z0-9]+)?")
_DEFINITION = re.compile(rf"{NAME.pattern}(:[1-9][0-9]{{0,9}})?")
_ARGUMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Build:
    """How the image is built."""

    context: Path
    """The folder that is sent to the engine."""
    dockerfile: Path | None = None
    """None: the file `Dockerfile` in the context."""
    arguments: Pairs = field(default=(), repr=False)
    """`--build-arg`: names and values."""
    target: str = ""
    """The stage to stop at; empty: the last one."""
    pull: bool = False
    """Ask the registry for a newer base image."""
    no_cache: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that a user decides before an image becomes a job."""

    job: Submission
    """The job. Its `definition` (`name` or `name:revision`) is what the new revision is made
    of; the job runs the new one."""
    build: Build | None = None
    """Build an image, or take the one named in `image`."""
    image: str = ""
    """An image that exists: a name or id that the engine knows, or a reference into ECR."""
    repository: str = ""
    """Name of the ECR repository; not needed for an image that is in ECR already."""
    tag: str = ""
    """What the image is called in the repository."""
    platform: str = ""
    """Such as `linux/arm64`; empty: what the queue's machines read."""
    container: str = ""
    """The container that gets the image, where the definition has several."""
    new_definition: DefinitionDocument | None = field(default=None, hash=False)
    """What is registered instead of an existing revision with another image; its image is
    replaced too."""
    immutable_tags: bool = False
    """Make the repository, when it is missing, one whose tags cannot be moved."""
    any_architecture: bool = False
    """Ship an image that the queue's machines cannot read, as far as can be told."""

    @property
    def definition(self) -> str:
        """Name of the definition, without a revision."""
        return self.job.definition.partition(":")[0]

    def submission(self, definition: str) -> Submission:
        """The job to submit, of the revision `name:revision` that was registered."""
        return replace(self.job, definition=definition)


def folder_text(folder: Path) -> str:
    """A folder as people write it: below the home folder it begins with ~."""
    home = Path.home()
    short = Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder
    return clean(str(short))


def problems(order: Order) -> tuple[FieldError, ...]:
    """Everything that can be known to be wrong without asking anybody, field by field."""
    return (*_image(order), *_names(order), *submission_problems(order.job))


def repository_problem(name: str) -> str:
    """Why ECR would not take a name for a repository; empty when it would."""
    least, most = _REPOSITORY_LENGTH
    if least <= len(name) <= most and _REPOSITORY.fullmatch(name):
        return ""
    rule = (
        f"{least} to {most} lower-case letters and digits, with single . _ - / between them, "
        "such as team/worker"
    )
    return f"'{name[:40]}': {rule}" if name else f"name the ECR repository: {rule}"


def _image(order: Order) -> Iterable[FieldError]:
    if order.build is None and not order.image:
        yield FieldError("context", "name a folder to build, or an image")
    if order.build is not None and order.image:
        yield FieldError("image", f"'{order.image[:40]}': either build a folder or name an image")
    for name, _ in order.build.arguments if order.build else ():
        if not _ARGUMENT.fullmatch(name):
            text = f"'{name[:40]}': a name of letters, digits and _, as ARG in the Dockerfile"
            yield FieldError("build arguments", text)
    if order.platform and not _PLATFORM.fullmatch(order.platform):
        text = f"'{order.platform[:40]}': such as linux/amd64 or linux/arm64"
        yield FieldError("platform", text)


def _names(order: Order) -> Iterable[FieldError]:
    problem = repository_problem(order.repository)
    if problem and (order.repository or not in_registry(order.image)):
        yield FieldError("repository", problem)
    if order.tag and not _TAG.fullmatch(order.tag):
        rule = "at most 128 letters, digits, . _ and -, not starting with . or -"
        yield FieldError("tag", f"'{order.tag[:40]}': {rule}")
    if order.job.definition and not _DEFINITION.fullmatch(order.job.definition):
        text = f"'{order.job.definition[:60]}': a name, or a name and a revision such as etl:3"
        yield FieldError("definition", text)


def in_registry(reference: str) -> bool:
    """Whether an image's reference names a registry, as those into ECR do, not only a name."""
    host, slash, _ = reference.partition("/")
    return bool(slash) and ("." in host or ":" in host or host == "localhost")
