"""Sockets to listen on: this machine alone unless told otherwise, on the first port that is free."""

from __future__ import annotations

import errno
import socket

from tornado.netutil import bind_sockets

from backfile.model import UsageError

LOOPBACK = ("127.0.0.1", "::1")
PORTS_TRIED = 100


def listening(host: str, port: int) -> tuple[list[socket.socket], int]:
    """Sockets on `port`, or on the next free one; with them the port. Raises UsageError when there is none."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)) if port else (0,):
        try:
            return _sockets(host, candidate)
        except OSError as fault:
            if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
                said = fault.strerror or str(fault)
                raise UsageError(f"--host: {host} is not an address to listen on ({said}); write 127.0.0.1") from fault
            denied = fault.errno == errno.EACCES
    if denied:
        raise UsageError(f"--port: {port} needs rights that you do not have; write a number above 1023")
    raise UsageError(f"--port: {port} and the {PORTS_TRIED} after it are taken; write another")


def _sockets(host: str, port: int) -> tuple[list[socket.socket], int]:
    if host not in (*LOOPBACK, "localhost"):
        sockets = bind_sockets(port, host)
        return sockets, sockets[0].getsockname()[1]
    first = bind_sockets(port, LOOPBACK[0], family=socket.AF_INET)
    port = first[0].getsockname()[1]
    try:
        return first + bind_sockets(port, LOOPBACK[1], family=socket.AF_INET6), port
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:  # this machine speaks no IPv6
            return first, port
        for one in first:
            one.close()
        raise
