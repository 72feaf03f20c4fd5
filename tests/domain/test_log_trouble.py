from __future__ import annotations

import pytest

from batchdeck.domain.log_trouble import is_trouble, severity


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26 ERROR disk full",
        "[FATAL] no such table",
        "Traceback (most recent call last):",
        "KeyError: 'genome'",
        "ValueError",
        "java.io.IOException: broken pipe",
        "Caused by: java.lang.NullPointerException at Main.java:7",
        "error: linking failed",
        "panic: runtime error",
        "Segmentation fault (core dumped)",
        '{"level": "error", "msg": "x"}',
        '{"level":50,"msg":"x"}',
        '{"severity": "CRITICAL"}',
    ],
)
def test_lines_of_trouble(text: str) -> None:
    assert is_trouble(text)


@pytest.mark.parametrize(
    "text",
    [
        "0 errors, 3 warnings",
        "error_rate=0.0",
        "no error found",
        "MIRRORS",
        "WARNING: slow",
        '{"level": "info", "msg": "x"}',
        '{"level":500}',
    ],
)
def test_lines_that_only_look_like_it(text: str) -> None:
    assert not is_trouble(text)


def test_how_bad_a_level_is() -> None:
    assert [severity(level) for level in ("error", "FATAL", "Crit")] == ["error"] * 3
    assert [severity(level) for level in ("warn", "WARNING")] == ["warning"] * 2
    assert [severity(level) for level in ("INFO", "", "whatever")] == [""] * 3
