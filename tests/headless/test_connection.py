from __future__ import annotations

import argparse

from batchdeck.headless.connection import add_account_options, connection_of


def options(*words: str) -> argparse.Namespace:
    """What a subcommand was told."""
    parser = argparse.ArgumentParser()
    add_account_options(parser, local="")
    return parser.parse_args(words)


def test_the_account_of_the_usual_credentials_is_only_read() -> None:
    with connection_of(options("--profile", "lab", "--region", "eu-west-1")) as connection:
        assert (connection.profile, connection.region) == ("lab", "eu-west-1")
        assert connection.read_only


def test_a_fresh_embedded_account() -> None:
    with connection_of(options("--local")) as connection:
        assert connection.endpoint_url.startswith("http://127.0.0.1:")
        assert connection.read_only
