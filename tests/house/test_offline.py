"""No network: what the tests and `make notebooks` promise of their runs is so."""

import socket
import subprocess
import sys

import pytest

from tools.offline.sitecustomize import refuse

TRY = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"  # an address kept for documentation


def test_this_process_reaches_nothing():
    with pytest.raises(OSError, match="no network in this run"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    with pytest.raises(OSError, match="no network in this run"):
        socket.getaddrinfo("example.org", 80)


def test_neither_does_one_that_it_starts():
    tried = subprocess.run([sys.executable, "-c", TRY], capture_output=True, encoding="utf-8", check=False)
    assert "no network in this run" in tried.stderr


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("host", ["example.org", b"example.org", "10.0.0.1", "::2"])
def test_every_way_out_is_watched(host):
    for event, arguments in [
        ("socket.connect", (None, (host, 80))),
        ("socket.sendto", (None, (host, 80))),
        ("socket.getaddrinfo", (host, 80, 0, 0, 0)),
        ("socket.gethostbyname", (host,)),
    ]:
        with pytest.raises(OSError, match="no network"):
            refuse(event, arguments)


def test_what_stays_inside_is_let_be():
    for arguments in [(None, "/tmp/a.socket"), (None, ("::1", 80, 0, 0)), (None, ("127.0.0.1", 80))]:
        refuse("socket.connect", arguments)
    refuse("open", ("example.org",))
