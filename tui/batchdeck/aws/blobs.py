"""Small files that AWS hands out by an address of their own, signed in advance."""

from __future__ import annotations

from batchdeck.aws.errors import UnreachableError

SECONDS = 10.0
"""How long it may take in all."""
MOST = 2**20
"""Bytes; what is longer is not what was looked for."""


async def fetch(url: str, *, action: str) -> bytes:
    """The content behind an address. Raises `UnreachableError` for the IAM action that gave it."""
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(
                trust_env=True, timeout=aiohttp.ClientTimeout(total=SECONDS)
            ) as session,
            session.get(url) as answer,
        ):
            answer.raise_for_status()
            found = bytearray()
            async for part in answer.content.iter_chunked(MOST):
                found += part
                if len(found) > MOST:
                    words = f"the store of layers sent more than {MOST} bytes"
                    raise UnreachableError(words, action=action)
            return bytes(found)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        # Without the address: it holds a signature.
        words = f"the store of layers gave no answer: {type(error).__name__}"
        raise UnreachableError(words, action=action) from error
