from __future__ import annotations

import pytest

from batchdeck.docker.buildkit import buildkit_feature


@pytest.mark.parametrize(
    ("instructions", "feature"),
    [
        ("FROM a\nRUN --mount=type=cache,target=/c make", "RUN --mount"),
        ("FROM a\nRUN --network=none \\\n --mount=type=tmpfs,target=/t make", "RUN --network"),
        ("FROM a\nRUN \\\n  # why\n  --security=insecure make", "RUN --security"),
        ("FROM a\nCOPY --from=b --link x /x", "COPY --link"),
        ("FROM a\nCOPY --chmod=755 x /x", "COPY --chmod"),
        ("FROM a\nadd --checksum=sha256:0 http://x /x", "ADD --checksum"),
        ("FROM a\nRUN <<EOF\necho hi\nEOF", "RUN <<"),
        ("FROM a\nRUN python3 <<-'END'\nprint(1)\nEND", "RUN <<-"),
        ('FROM a\nCOPY <<"conf" /etc/conf\nx\nconf', "COPY <<"),
        ("FROM --platform=$BUILDPLATFORM a", "FROM BUILDPLATFORM"),
        ("FROM a-${TARGETARCH}", "FROM TARGETARCH"),
        ("FROM a\nARG TARGETARCH\nRUN echo", "ARG TARGETARCH"),
        ("# syntax=example.com/pack:1\nspecial", "# syntax=example.com/pack:1"),
    ],
)
def test_what_only_buildkit_understands(instructions: str, feature: str) -> None:
    assert buildkit_feature(instructions) == feature


@pytest.mark.parametrize(
    "instructions",
    [
        "FROM a\nRUN make --mount=x",
        "FROM a\nCOPY --chown=1:1 --from=b x /x",
        "FROM a\nRUN echo $((1<<2)) && cat <<<word",
        "FROM a\nARG TARGETARCH=amd64\nRUN echo",
        "# RUN --mount=type=cache x\nFROM a",
        "# syntax=docker/dockerfile:1.7\nFROM a",
        "# syntax = docker.io/docker/dockerfile-upstream@sha256:0\nFROM a",
        "FROM a\n# syntax=example.com/pack:1",
        "FROM a\nRUN echo \\",
    ],
)
def test_what_every_builder_understands(instructions: str) -> None:
    assert buildkit_feature(instructions) == ""
