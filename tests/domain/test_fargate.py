import pytest

from batchdeck.domain.fargate import SIZES, sizes_text, valid_size


@pytest.mark.parametrize(
    ("vcpus", "memory", "valid"),
    [
        (0.25, 512, True),
        (0.25, 1536, False),
        (0.25, 4096, False),
        (0.5, 4096, True),
        (1, 1024, False),
        (1, 4000, False),
        (2, 16384, True),
        (4, 30720, True),
        (8, 20480, True),
        (8, 17408, False),
        (16, 122880, True),
        (32, 122880, True),
        (32, 184320, False),
        (3, 8192, False),
        (0, 512, False),
    ],
)
def test_the_pairs_are_those_of_fargate(vcpus: float, memory: int, valid: bool) -> None:
    assert valid_size(vcpus, memory) is valid


def test_even_steps_are_told_as_such() -> None:
    assert sizes_text(1) == "1 vCPU goes with 2048 to 8192 MiB in steps of 1024"
    assert sizes_text(8) == "8 vCPU goes with 16384 to 61440 MiB in steps of 4096"


@pytest.mark.parametrize("vcpus", [0.25, 32])
def test_uneven_ones_are_listed(vcpus: float) -> None:
    listed = ", ".join(map(str, SIZES[vcpus]))
    assert sizes_text(vcpus) == f"{vcpus:g} vCPU goes with {listed} MiB"


def test_for_another_number_of_vcpus_the_possible_ones_are_told() -> None:
    assert sizes_text(3) == "Fargate has 0.25, 0.5, 1, 2, 4, 8, 16, 32 vCPU"
