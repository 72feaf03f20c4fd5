"""Batch adds its own part to the user data of a launch template."""

from __future__ import annotations

from email import message_from_string

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.launch_templates import references
from batchdeck.local.placement.surroundings import Surroundings

NOT_MIME = "CLIENT_ERROR - Launch Template UserData is not MIME multipart format"


def user_data(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """User data must be a MIME multi-part archive.

    Source: AWS Batch user guide, "Use Amazon EC2 launch templates with AWS Batch".
    """
    for reference in references(environment.resources.get("launchTemplate") or {}):
        template = surroundings.launch_templates.find(reference) if reference else None
        if template is not None and template.user_data and not _is_archive(template.user_data):
            return NOT_MIME
    return None


def _is_archive(text: str) -> bool:
    message = message_from_string(text)
    return message.is_multipart() and message.get_boundary() is not None
