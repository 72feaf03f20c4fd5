"""Runs in a sandbox: opens the account's door there, then holds the network open.

A program of its own, for a Python with hardly any library: `python this PORT [CIDR]...`.
It listens on the loopback of its network and hands the listening socket to the account,
which answers on it from outside. Then it becomes `sleep`, which needs less memory.

What leads to the host is blocked first.
"""

import _socket as sockets
import posix
import struct
import sys

ACCOUNT = "/account.sock"
"""The account's own socket, mounted here."""
FOREVER = "2147483647"
_RTM_NEWROUTE, _REQUEST_ACK_CREATE_REPLACE = 24, 0x1 | 0x4 | 0x400 | 0x100
_RT_TABLE_MAIN, _RTPROT_STATIC, _RTN_BLACKHOLE, _RTA_DST = 254, 4, 6, 1


def listen(port: int) -> sockets.socket:
    """A socket that listens on the loopback."""
    listener = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM)
    listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def route_request(block: str) -> bytes:
    """The request for a route that swallows what is sent to a CIDR block. See rtnetlink(7)."""
    address, _, bits = block.partition("/")
    route = struct.pack(
        "=BBBBBBBBI", sockets.AF_INET, int(bits), 0, 0, _RT_TABLE_MAIN, _RTPROT_STATIC, 0,
        _RTN_BLACKHOLE, 0,
    )  # fmt: skip
    attribute = struct.pack("=HH4s", 8, _RTA_DST, sockets.inet_aton(address))
    length = 16 + len(route) + len(attribute)
    header = struct.pack("=IHHII", length, _RTM_NEWROUTE, _REQUEST_ACK_CREATE_REPLACE, 1, 0)
    return header + route + attribute


def shut(block: str) -> None:
    """Let nothing get to a CIDR block. Raises OSError."""
    kernel = sockets.socket(sockets.AF_NETLINK, sockets.SOCK_RAW, 0)
    kernel.send(route_request(block))
    answer = kernel.recv(4096)
    kernel.close()
    error = -struct.unpack_from("=i", answer, 16)[0]
    if error:
        raise OSError(error, posix.strerror(error))


def hand_over(listener: sockets.socket) -> None:
    """Give the account a listening socket; returns when it has it."""
    account = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
    account.connect(ACCOUNT)
    rights = struct.pack("=i", listener.fileno())
    name = posix.environ[b"SANDBOX"]
    account.sendmsg([name], [(sockets.SOL_SOCKET, sockets.SCM_RIGHTS, rights)])
    if account.recv(1) != b"!":
        raise OSError("the account took no socket")
    account.close()


def main(port: str, *blocks: str) -> None:
    """Do it all."""
    for block in blocks:
        shut(block)
    hand_over(listen(int(port)))
    posix.execv("/bin/sleep", ["sleep", FOREVER])


if __name__ == "__main__":
    main(*sys.argv[1:])
