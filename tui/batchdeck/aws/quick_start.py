"""What botocore and aiohttp do at their start that nobody needs here, left out."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def no_root_certificates() -> Iterator[None]:
    """Let nobody read the root certificates.

    aiohttp makes two contexts for TLS when it is imported and reads them all for each, 40 ms
    and 20 ms. Every client of botocore brings a context of its own along, so those are never
    used. The first of them trusts no certificate in here: if it were used, the connection would
    fail. The second one is for connections that are not verified.
    """
    usual = ssl.create_default_context
    by_the_system = ssl.SSLContext.set_default_verify_paths

    def trusting_nobody(*_: Any, **__: Any) -> ssl.SSLContext:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def none(self: ssl.SSLContext) -> None:
        """The certificates of the system, none of them."""

    ssl.create_default_context = trusting_nobody
    ssl.SSLContext.set_default_verify_paths = none  # type: ignore[method-assign]
    try:
        yield
    finally:
        ssl.create_default_context = usual
        ssl.SSLContext.set_default_verify_paths = by_the_system  # type: ignore[method-assign]


def use_short_list_of_services(session: Any) -> None:
    """Let a session find a service's model without looking into the folders of all others.

    botocore's loader asks for some 2,600 files to list the services it knows, once for every
    kind of file it loads: 10 ms each.
    """
    from botocore.loaders import create_loader

    from batchdeck.aws.quick_files import QuickFiles

    loader: Any = create_loader(session.get_config_variable("data_path"))
    loader.file_loader = QuickFiles()

    def services(_kind: str) -> list[str]:
        folders = [path for path in loader.search_paths if Path(path).is_dir()]
        return sorted({each.name for path in folders for each in os.scandir(path) if each.is_dir()})

    loader.list_available_services = services
    session.register_component("data_loader", loader)


def introduce_once(client: Any) -> None:
    """Let a client put together the header that says who it is once for all of its requests.

    botocore makes and cleans it anew twice for each, to tell which of its features were used:
    a seventh of what an idle console costs.
    """
    creator = client._user_agent_creator
    words = creator.to_string()
    creator.to_string = lambda: words
