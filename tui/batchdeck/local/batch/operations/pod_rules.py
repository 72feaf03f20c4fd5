"""What Batch asks of a pod. The account keeps such definitions, and has no EKS to run them.

Source: Batch API, `EksProperties`, `EksPodProperties`, `EksContainer`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.operations.container_rules import check_environment
from batchdeck.local.batch.records import Document

_MAX_CONTAINERS = 10
_DEFAULT_NAME = "Default"
_DNS_POLICIES = ("Default", "ClusterFirst", "ClusterFirstWithHostNet")
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")


def check_pod(properties: Document) -> None:
    """Raise `ClientError` for `eksProperties` that cannot be registered."""
    pod = properties.get("podProperties") or {}
    containers, first = pod.get("containers") or [], pod.get("initContainers") or []
    if not 1 <= len(containers) <= _MAX_CONTAINERS:
        raise invalid(f"A pod must have between 1 and {_MAX_CONTAINERS} containers.")
    if len(first) > _MAX_CONTAINERS:
        raise invalid(f"A pod must have at most {_MAX_CONTAINERS} init containers.")
    if pod.get("dnsPolicy", "Default") not in _DNS_POLICIES:
        raise invalid(f"dnsPolicy must be one of {', '.join(_DNS_POLICIES)}.")
    everything = [*containers, *first]
    names = [container.get("name", _DEFAULT_NAME) for container in everything]
    if len(set(names)) < len(names):
        raise invalid("Container names must be unique.")
    for container in everything:
        check_environment(container.get("env"))
        if container.get("imagePullPolicy", "Always") not in _PULL_POLICIES:
            raise invalid(f"imagePullPolicy must be one of {', '.join(_PULL_POLICIES)}.")
