"""Tells a Dockerfile that only BuildKit understands.

Source: Dockerfile reference, and which of it the classic builder of Docker 20.10 refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SYNTAX = re.compile(r"#\s*syntax\s*=\s*(?P<frontend>\S+)", re.IGNORECASE)
#: Frontends that read what the builders read anyway; every other one is a language of its own.
_USUAL = re.compile(r"(docker\.io/)?docker/dockerfile(-upstream)?([:@].*)?")
_COPY_FLAGS = "link|chmod|exclude|parents|checksum|keep-git-dir|unpack"
_FEATURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"RUN\s+(?:--\S+\s+)*?(?P<flag>--(?:mount|network|security|device))\b",
        rf"(?:COPY|ADD)\s+(?:--\S+\s+)*?(?P<flag>--(?:{_COPY_FLAGS}))\b",
        r"(?:RUN|COPY|ADD)\s(?:.*\s)?\d*(?P<flag><<-?)[\"']?[A-Za-z_]",
        r"FROM\s.*\$\{?(?P<flag>(?:BUILD|TARGET)(?:PLATFORM|ARCH|OS|VARIANT))\b",
        r"ARG\s+(?P<flag>(?:BUILD|TARGET)(?:PLATFORM|ARCH|OS|VARIANT))\s*$",
    )
)


def buildkit_feature(instructions: str) -> str:
    """What of a Dockerfile needs BuildKit, such as `RUN --mount`; empty when nothing does."""
    for line in _logical_lines(instructions):
        if (found := _SYNTAX.fullmatch(line)) and not _USUAL.fullmatch(found["frontend"]):
            return line
        for feature in _FEATURES:
            if found := feature.match(line):
                return f"{line.split(maxsplit=1)[0].upper()} {found['flag']}"
    return ""


def _logical_lines(instructions: str) -> Iterator[str]:
    """Instructions and directives, each on one line. Comments within one are left out."""
    pending = ""
    directives = True
    for line in (raw.strip() for raw in instructions.splitlines()):
        if line.startswith("#"):
            if directives and not pending:
                yield line
            continue
        directives = False
        pending += line.removesuffix("\\")
        if line.endswith("\\"):
            pending += " "
        elif pending:
            yield pending
            pending = ""
    if pending:
        yield pending
