"""Whose requests are answered: names that mean this machine. Pure.

A page of another site can have its own name point at this machine (DNS rebinding) and then read what is served here.
It cannot choose the Host header, so a name that is not ours is refused; numbers cannot be made to point elsewhere.
"""

from __future__ import annotations

import ipaddress


def is_ours(host: str, names: frozenset[str]) -> bool:
    """Whether a Host header means this machine: a number, `localhost`, or one of `names` (in lower case)."""
    name = name_of(host)
    return name == "localhost" or name.endswith(".localhost") or name in names or _is_number(name)


def name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def is_loopback(host: str) -> bool:
    """Whether listening on this address is heard by this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url_of(host: str, port: int, base: str) -> str:
    """The address to open in a browser for a server that listens on `host`."""
    name = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}{base}"


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
