"""What AWS says when a task cannot reach what it needs to start.

Source: ECS developer guide, "CannotPullContainer task errors" and "Troubleshooting Amazon ECS
ResourceInitializationError errors".
"""

from __future__ import annotations

from dataclasses import dataclass

_TIMEOUT = "dial tcp 52.94.0.1:443: i/o timeout"
_LAYERS = "https://prod-{region}-starport-layer-bucket.s3.{region}.amazonaws.com"
_AUTHORIZATION = (
    'RequestError: send request failed caused by: Post "https://api.ecr.{region}.amazonaws.com/": '
    + _TIMEOUT
)
_CANCELLED = "net/http: request canceled while waiting for connection"


@dataclass(frozen=True, slots=True)
class Texts:
    """One for everything that may be out of reach."""

    registry: str
    """Another registry than ECR; names the `image`."""
    ecr_api: str
    ecr_registry: str
    """Names its `host`."""
    layers: str
    logs: str


FARGATE = Texts(
    registry=(
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): "
        "failed to resolve ref {image}: failed to do request: " + _TIMEOUT
    ),
    ecr_api=(
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot "
        "pull registry auth from Amazon ECR: There is a connection issue between the task and "
        "Amazon ECR. Check your task network configuration. " + _AUTHORIZATION
    ),
    ecr_registry=(
        "CannotPullContainerError: The task cannot pull the image from the Amazon ECR repository "
        "{host}. There is a connection issue between the task and Amazon ECR. Check your task "
        "network configuration."
    ),
    layers=(
        "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: "
        f'httpReadSeeker: failed open: failed to do request: Get "{_LAYERS}": {_TIMEOUT}'
    ),
    logs=(
        "ResourceInitializationError: failed to validate logger args: The task cannot find the "
        "Amazon CloudWatch log group defined in the task definition. There is a connection "
        "issue between the task and Amazon CloudWatch. Check your network configuration. : "
        "signal: killed"
    ),
)
INSTANCES = Texts(
    registry=(
        "CannotPullContainerError: Error response from daemon: Get "
        f'"https://registry-1.docker.io/v2/": {_CANCELLED} (Client.Timeout exceeded while '
        "awaiting headers)"
    ),
    ecr_api="CannotPullECRContainerError: " + _AUTHORIZATION,
    ecr_registry=(
        'CannotPullContainerError: Error response from daemon: Get "https://{host}/v2/": '
        f"{_CANCELLED} (Client.Timeout exceeded while awaiting headers)"
    ),
    layers=(
        "CannotPullContainerError: error pulling image configuration: download failed after "
        f'attempts=6: Get "{_LAYERS}": {_TIMEOUT}'
    ),
    logs=(
        "CannotStartContainerError: Error response from daemon: failed to initialize logging "
        "driver: failed to create Cloudwatch log stream: RequestError: send request failed "
        f'caused by: Post "https://logs.{{region}}.amazonaws.com/": {_TIMEOUT}'
    ),
)
