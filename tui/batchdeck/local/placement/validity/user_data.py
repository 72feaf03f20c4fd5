"""Batch adds its own part to the user data of a launch template."""

from __future__ import annotations

from email import message_from_string

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings

NOT_MIME = "CLIENT_ERROR - Launch Template UserData is not MIME multipart format"


def user_data(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """User data must be a MIME multi-part archive.

    Source: AWS Batch user guide, "Use Amazon EC2 launch templates with AWS Batch".
    """
    reference = environment.resources.get("launchTemplate")
    template = surroundings.launch_templates.find(reference) if reference else None
    if template is None or not template.user_data:
        return None
    message = message_from_string(template.user_data)
    whole = message.is_multipart() and message.get_boundary() is not None
    return None if whole else NOT_MIME
