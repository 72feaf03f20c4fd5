from __future__ import annotations

from typing import Any

import pytest

from batchdeck.docker.errors import PushDeniedError, PushError, PushInterruptedError
from batchdeck.docker.push_reader import PushReader, failure
from batchdeck.domain.container_image import Layer, PushedImage, PushProgress

REPOSITORY = "localhost:5000/team/app"
DIGEST = "sha256:" + "0123456789abcdef" * 4


def pushing(layer: str, current: int, total: int) -> dict[str, Any]:
    return {
        "status": "Pushing",
        "id": layer,
        "progressDetail": {"current": current, "total": total},
    }


def test_layers_and_their_bytes() -> None:
    reader = PushReader(REPOSITORY, "v1")
    assert reader.feed({"status": f"The push refers to repository [{REPOSITORY}]"}) is None
    reader.feed({"status": "Preparing", "progressDetail": {}, "id": "a"})
    reader.feed({"status": "Layer already exists", "progressDetail": {}, "id": "b"})
    found = reader.feed(pushing("a", 30, 100))
    layers = (Layer("a", "Pushing", 30, 100), Layer("b", "Layer already exists", 0, 0))
    assert found == PushProgress(layers, 30, 100)
    assert reader.feed(pushing("a", 30, 100)) is None


def test_more_may_go_than_was_foreseen_and_the_end_is_the_whole() -> None:
    reader = PushReader(REPOSITORY, "v1")
    found = reader.feed(pushing("a", 120, 100))
    assert found
    assert (found.done, found.total) == (120, 120)
    found = reader.feed({"status": "Pushed", "progressDetail": {}, "id": "a"})
    assert found
    assert (found.done, found.total, found.layers[0].settled) == (120, 120, True)


def test_a_layer_that_is_tried_again_begins_anew() -> None:
    reader = PushReader(REPOSITORY, "v1")
    reader.feed(pushing("a", 90, 100))
    found = reader.feed({"status": "Retrying in 5 seconds", "progressDetail": {}, "id": "a"})
    assert found
    assert (found.done, found.total) == (0, 100)


def test_the_digest_makes_it_a_success() -> None:
    reader = PushReader(REPOSITORY, "v1")
    reader.feed({"status": "Pushed", "id": "a"})
    assert reader.feed({"status": f"v1: digest: {DIGEST} size: 528"}) is None
    assert reader.feed({"aux": {"Tag": "v1", "Digest": DIGEST, "Size": 528}}) is None
    assert reader.end().pushed == PushedImage(REPOSITORY, "v1", DIGEST, 528)


def test_podman_tells_the_digest_in_words_only() -> None:
    reader = PushReader(REPOSITORY, "v1")
    reader.feed({"status": f"v1: digest: {DIGEST} size: 528"})
    assert reader.end().pushed == PushedImage(REPOSITORY, "v1", DIGEST, 528)


@pytest.mark.parametrize("aux", [{}, {"Digest": ""}, {"Digest": "sha256:short"}, {"Digest": None}])
def test_without_a_digest_nothing_was_pushed(aux: dict[str, Any]) -> None:
    reader = PushReader(REPOSITORY, "v1")
    reader.feed({"status": "Pushed", "id": "a"})
    reader.feed({"aux": aux})
    with pytest.raises(PushInterruptedError, match="ended without a digest"):
        reader.end()


@pytest.mark.parametrize(
    "message",
    [
        {"error": "denied: no"},
        {"errorDetail": {"message": "denied: no"}, "error": "x"},
        {"errorDetail": None, "error": "denied: no"},
    ],
)
def test_an_error_is_a_line_like_any_other(message: dict[str, Any]) -> None:
    with pytest.raises(PushDeniedError, match=r"^denied: no$"):
        PushReader(REPOSITORY, "v1").feed(message)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("no basic auth credentials", PushDeniedError),
        ("denied: Your authorization token has expired. Reauthenticate.", PushDeniedError),
        ("denied: User: arn:aws:sts::1:x is not authorized to perform: y", PushDeniedError),
        ("name unknown: The repository with name 'x' does not exist", PushDeniedError),
        ("unauthorized: authentication required", PushDeniedError),
        ('Get "https://x/v2/": dial tcp: lookup x: no such host', PushInterruptedError),
        ("dial tcp 127.0.0.1:4999: connect: connection refused", PushInterruptedError),
        ('Patch "http://x/v2/": EOF', PushInterruptedError),
        ("write tcp 1.2.3.4:1->5.6.7.8:2: write: broken pipe", PushInterruptedError),
        ("received unexpected HTTP status: 503 Service Unavailable", PushInterruptedError),
        ("toomanyrequests: Rate exceeded", PushInterruptedError),
        ("tag invalid: The image tag 'v1' already exists and is immutable", PushError),
        ("unsupported: something new\nin two lines", PushError),
    ],
)
def test_the_kind_of_a_failure(said: str, kind: type[PushError]) -> None:
    error = failure(said)
    assert type(error) is kind
    assert "\n" not in str(error)


def test_hostile_layers() -> None:
    reader = PushReader(REPOSITORY, "v1")
    found = reader.feed(
        {"id": "\x1b[2Ja", "status": "\x1b]0;x\x07Pushing", "progressDetail": {"current": -5}}
    )
    assert found
    assert found.layers == (Layer("a", "Pushing", 0, 0),)
