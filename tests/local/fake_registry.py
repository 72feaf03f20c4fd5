"""A registry that answers from a dictionary."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class FakeRegistry:
    """Repositories with tags, each a manifest."""

    def __init__(self) -> None:
        self.address = ""
        self.repositories: dict[str, dict[str, str]] = {}

    def push(self, repository: str, tag: str, *layers: int) -> str:
        """Make a tag stand for an image with layers of these sizes; its digest."""
        told = [{"size": size, "digest": f"sha256:{size:064d}"} for size in layers]
        manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "layers": told})
        self.repositories.setdefault(repository, {})[tag] = manifest
        return digest_of(manifest)

    def answer(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers, body."""
        if path == "/v2/":
            return 200, {}, "{}"
        repository, _, rest = path.removeprefix("/v2/").partition(
            "/tags/" if path.endswith("/tags/list") else "/manifests/"
        )
        tags = self.repositories.get(repository)
        if tags is None:
            return 404, {}, "{}"
        if path.endswith("/tags/list"):
            return 200, {}, json.dumps({"name": repository, "tags": list(tags)})
        if rest not in tags:
            return 404, {}, "{}"
        headers = {"Docker-Content-Digest": digest_of(tags[rest]), "Content-Type": MANIFEST}
        return 200, headers, tags[rest]


def digest_of(manifest: str) -> str:
    """The digest of a manifest."""
    return "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()


@contextmanager
def running() -> Iterator[FakeRegistry]:
    """A registry on a free port."""
    fake = FakeRegistry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = fake.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fake.address = f"127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
