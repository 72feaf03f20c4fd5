"""The registry on this machine that stands behind the account's ECR, where one answers."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

_PATIENCE = 2.0
"""Seconds that a registry on the loopback has to answer."""
_REMEMBERED = 10.0
"""Seconds for which it is taken to be there, or not, without being asked again."""
#: Source: the distribution specification's manifests, and Docker's.
_MANIFESTS = (
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
)
#: An image of ECR. Source: ECR user guide, "Amazon ECR private registry".
_ECR = re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/(.+)")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a tag stands for."""

    text: str
    media_type: str
    digest: str


class Registry:
    """Speaks the distribution API to a registry without TLS."""

    def __init__(self, address: str) -> None:
        self.address = address
        """Host and port, as image references name it."""
        self._lock = threading.Lock()
        self._known: tuple[str, float, bool] = ("", 0.0, False)

    def answers(self) -> bool:
        """Whether it is there."""
        with self._lock:
            address, at, found = self._known
            if address != self.address or time.monotonic() - at > _REMEMBERED:
                found = self._get("/v2/")[0] == 200
                self._known = (self.address, time.monotonic(), found)
            return found

    def local_name(self, image: str) -> str:
        """An image of ECR under its name here; any other stays as it is."""
        match = _ECR.fullmatch(image)
        if match is None or not self.answers():
            return image
        return f"{self.address}/{match[1]}"

    def tags(self, repository: str) -> list[str]:
        """All tags of a repository; none when it was never pushed to."""
        status, _, body = self._get(f"/v2/{quote(repository)}/tags/list")
        return list(json.loads(body).get("tags") or []) if status == 200 else []

    def manifest(self, repository: str, tag: str) -> Manifest | None:
        """What a tag stands for; None when it is gone."""
        status, headers, body = self._get(f"/v2/{quote(repository)}/manifests/{quote(tag)}")
        if status != 200:
            return None
        digest = headers.get("docker-content-digest", "")
        return Manifest(body, headers.get("content-type", _MANIFESTS[0]), digest)

    def _get(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers by lower-case name, text; status 0 when there is no answer."""
        connection = HTTPConnection(self.address, timeout=_PATIENCE)
        try:
            connection.request("GET", path, headers={"Accept": ", ".join(_MANIFESTS)})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            return 0, {}, ""
        finally:
            connection.close()


#: The one the tests and the README start.
LOCAL = Registry("localhost:5000")
