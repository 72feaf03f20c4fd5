"""Where a container engine may be listening, in the order of the `docker` command.

Source: Docker CLI, "Context precedence" and "Environment variables"; podman-system-service(1).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batchdeck.docker.errors import EngineAbsentError
from batchdeck.domain.clean import clean

_ADDRESS = re.compile(r"unix:///[^\x00-\x1f]+|(tcp|http|https)://[A-Za-z0-9._\[\]:-]+")


@dataclass(frozen=True, slots=True)
class Certificates:
    """What an engine behind TLS is trusted and talked to with."""

    folder: Path
    """Holds ca.pem, cert.pem and key.pem."""
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """One place where an engine may listen."""

    url: str
    """`unix:///path`, `tcp://host:port`."""
    source: str
    """Who names it: `DOCKER_HOST`, `docker context NAME`, or `usual socket`."""
    certificates: Certificates | None = None

    @property
    def socket(self) -> str:
        """Path of the socket; empty for an engine over TCP."""
        return self.url.removeprefix("unix://") if self.url.startswith("unix://") else ""


def addresses(environ: Mapping[str, str]) -> tuple[Address, ...]:
    """Where to look, first choice first. One that was chosen by name is the only one.

    Raises EngineAbsentError for a choice that cannot be followed.
    """
    if host := environ.get("DOCKER_HOST", ""):
        return (_checked(Address(_spelled(host), "DOCKER_HOST", _from_variables(environ))),)
    folder = Path(environ.get("DOCKER_CONFIG", "") or _home(environ) / ".docker")
    name = environ.get("DOCKER_CONTEXT", "") or _current_context(folder)
    if name not in {"", "default"}:
        return (_checked(_of_context(folder, name)),)
    return tuple(Address(f"unix://{path}", "usual socket") for path in _usual(environ))


def _usual(environ: Mapping[str, str]) -> list[Path]:
    """The sockets of Docker, rootful, rootless and Desktop; then Podman's."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    home = _home(environ) / ".docker"
    docker = [Path("/var/run/docker.sock"), home / "run/docker.sock", home / "desktop/docker.sock"]
    podman = [Path("/run/podman/podman.sock")]
    if runtime:
        docker.insert(1, Path(runtime, "docker.sock"))
        podman.insert(0, Path(runtime, "podman/podman.sock"))
    return docker + podman


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME", "") or "/")


def _spelled(host: str) -> str:
    """The address with a scheme: the `docker` command takes a bare `host:port` too."""
    return host if "://" in host else f"tcp://{host}"


def _from_variables(environ: Mapping[str, str]) -> Certificates | None:
    path, verify = environ.get("DOCKER_CERT_PATH", ""), environ.get("DOCKER_TLS_VERIFY", "")
    if not path and not verify:
        return None
    return Certificates(Path(path or _home(environ) / ".docker"), verify=bool(verify))


def _checked(address: Address) -> Address:
    if _ADDRESS.fullmatch(address.url):
        return address
    shown = clean(address.url)
    if address.url.startswith("ssh://"):
        raise EngineAbsentError(
            f"{address.source} is {shown}: an engine behind ssh cannot be used directly",
            advice="forward its socket: ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock "
            "HOST, and set DOCKER_HOST=unix:///tmp/engine.sock",
            tried=(shown,),
        )
    raise EngineAbsentError(
        f"{address.source} is {shown}: unix:///PATH or tcp://HOST:PORT is right",
        tried=(shown,),
    )


def _current_context(folder: Path) -> str:
    """The context that `docker context use` chose; empty without a choice."""
    config = _document(folder / "config.json")
    return str(config.get("currentContext") or "") if config else ""


def _of_context(folder: Path, name: str) -> Address:
    """The engine of a docker context. Source: docker/cli, context store: `meta/<sha256>`."""
    source = f"docker context {clean(name)}"
    stored = hashlib.sha256(name.encode()).hexdigest()
    file = folder / "contexts/meta" / stored / "meta.json"
    document = _document(file)
    try:
        endpoint = (document or {})["Endpoints"]["docker"]
        host = str(endpoint["Host"])
    except (KeyError, TypeError) as error:
        raise EngineAbsentError(
            f"{source} is chosen, and {file} does not say where its engine is",
            advice="docker context ls, docker context use default",
        ) from error
    certificates = folder / "contexts/tls" / stored / "docker"
    tls = Certificates(certificates, verify=not endpoint.get("SkipTLSVerify"))
    return Address(_spelled(host), source, tls if certificates.is_dir() else None)


def _document(file: Path) -> dict[str, Any] | None:
    """A JSON object; None when there is no file. Raises EngineAbsentError for anything else."""
    try:
        document = json.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EngineAbsentError(f"{file} cannot be read: {clean(str(error))}") from error
    if not isinstance(document, dict):
        raise EngineAbsentError(f"{file} holds no JSON object")
    return document
