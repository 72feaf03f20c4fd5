"""What Batch asks of the launch template of an environment, and of those for some types.

Source: Batch API, `LaunchTemplateSpecification` and `LaunchTemplateSpecificationOverride`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.records import Document
from batchdeck.local.placement.instance_types import expand

_MOST_OVERRIDES = 10
_BUNDLES = ("optimal", "default_x86_64", "default_arm64")


def check_template(resources: Document) -> None:
    """Raise `ClientError` for a reference that is none, or overrides that do not fit."""
    template = resources.get("launchTemplate")
    if template is None:
        return
    _check_reference(template)
    overrides = template.get("overrides") or []
    if len(overrides) > _MOST_OVERRIDES:
        raise invalid(f"LaunchTemplate.overrides size cannot be greater than {_MOST_OVERRIDES}")
    allowed = {one.name for one in expand(resources.get("instanceTypes") or ())}
    taken: set[str] = set()
    for override in overrides:
        _check_reference(override)
        for name in override.get("targetInstanceTypes") or [""]:
            types = set() if name in _BUNDLES else {one.name for one in expand([name])}
            if not types or not types <= allowed:
                raise invalid("LaunchTemplate.overrides have targetInstanceTypes that do not match")
            if types & taken:
                raise invalid("LaunchTemplate.overrides have duplicate targetInstanceTypes")
            taken |= types


def _check_reference(template: Document) -> None:
    if ("launchTemplateId" in template) == ("launchTemplateName" in template):
        raise invalid("Either launchTemplateId or launchTemplateName must be provided.")
