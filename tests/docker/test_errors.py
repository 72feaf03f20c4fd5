from __future__ import annotations

import pytest

from batchdeck.docker import errors


@pytest.mark.parametrize("kind", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_every_error_is_one_line_with_an_advice_beside_it(kind: type[errors.DockerError]) -> None:
    error = kind("the engine said no", advice="ask again")
    assert isinstance(error, errors.DockerError)
    assert (str(error), error.advice) == ("the engine said no", "ask again")
    assert kind("no").advice == ""


def test_what_may_be_tried_again_is_a_kind_of_its_own() -> None:
    assert issubclass(errors.PushInterruptedError, errors.PushError)
    assert not issubclass(errors.PushDeniedError, errors.PushInterruptedError)
