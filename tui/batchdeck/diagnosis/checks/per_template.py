"""One verdict out of the launch templates of several environments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.facts.launches import Environments, Templates, templates_of
from batchdeck.diagnosis.per_environment import any_environment, any_of
from batchdeck.diagnosis.verdict import Verdict, skipped
from batchdeck.domain.launch import LaunchTemplate
from batchdeck.domain.resources import ComputeEnvironment

_MAKE = "aws ec2 create-launch-template-version --launch-template-id {template} "
_USE = (
    "aws batch update-compute-environment --compute-environment {ce} --compute-resources "
    "'launchTemplate={launchTemplateId={template},version=$Latest}'"
)


def changed(content: str) -> tuple[str, str]:
    """Commands that give a template another version, in which that is different, and use it.

    `content` is what the AWS CLI takes, quoted where a shell wants it.
    """
    return f"{_MAKE}--source-version {{version}} --launch-template-data {content}", _USE


def rewritten() -> tuple[str, str]:
    """Commands that give a template another version, in which things may be left out."""
    return f"{_MAKE}--launch-template-data {{data}}", _USE


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    """A launch template, and the environment that uses it."""

    environment: ComputeEnvironment
    template: LaunchTemplate
    certain: bool
    """Whether Batch is sure to use this version.

    It looks $Latest and $Default up when the environment is made or its infrastructure is
    updated, not at each launch.
    """

    @property
    def words(self) -> str:
        """The template in a sentence."""
        one = self.template
        return f"version {one.version} of the launch template {one.name or one.id}"

    @property
    def values(self) -> dict[str, Value]:
        """What stands for the placeholders of the commands."""
        one = self.template
        return {
            "ce": self.environment.name,
            "template": one.id,
            "version": str(one.version),
        }


def any_template(
    environments: Environments, templates: Templates, judge: Callable[[UsedTemplate], Verdict]
) -> Verdict:
    """A failure only when every template of every environment fails; skipped without any."""

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        used = [
            UsedTemplate(
                environment, one, not reference.version.startswith("$") or one.version == 1
            )
            for reference, one in templates_of(environment, templates)
        ]
        if not used:
            return skipped(f"{environment.name} has no launch template")
        return any_of(used, judge, kind="launch templates")

    return any_environment(environments, of_environment)
