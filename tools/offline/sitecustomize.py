"""No network: Python imports this at its start where PYTHONPATH says so, and refuses what would leave the machine."""

import errno
import sys
from typing import Any

ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: raise the error of an unplugged cable where a connection would leave this machine."""
    if event not in ADDRESS_AT:
        return
    address = arguments[ADDRESS_AT[event]]
    host = address[0] if isinstance(address, tuple) else address
    if event in ("socket.connect", "socket.sendto") and not isinstance(address, tuple):
        return  # a socket of this machine, named by a path
    if isinstance(host, bytes):
        host = host.decode()
    if host and host != "localhost" and not host.startswith("127.") and host not in ("::1", "0.0.0.0"):
        raise OSError(errno.ENETUNREACH, f"no network in this run, and something asked for {host}")


sys.addaudithook(refuse)
