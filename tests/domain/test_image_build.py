from __future__ import annotations

from pathlib import Path

from batchdeck.domain.image_build import BuildContext, BuildOrder


def test_values_of_arguments_and_texts_of_files_are_not_printed() -> None:
    context = BuildContext(
        folder=Path("/src"),
        dockerfile=Path("/src/Dockerfile"),
        instructions="ENV TOKEN=hunter2",
        paths=("Dockerfile",),
        files=1,
        size=17,
        ignored=0,
        biggest=(),
    )
    order = BuildOrder(context, ("app:v1",), build_args=(("TOKEN", "hunter22"),))
    assert "hunter2" not in repr(order)
    assert "app:v1" in repr(order)
