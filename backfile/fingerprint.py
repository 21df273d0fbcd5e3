"""Values to short hashes that never depend on the machine, the run or the hash seed."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from backfile.compact import canonical


def of_bytes(data: bytes) -> str:
    """The fingerprint of a file's bytes: 32 hex digits of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def sha256_of(data: bytes) -> str:
    """The SHA-256 of a file that goes out, 64 hex digits: what the site's manifest and anyone's tools can compare."""
    return hashlib.sha256(data).hexdigest()


def of_text(text: str) -> str:
    """The fingerprint of a text; lone surrogates (from file names) are allowed."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_value(value: object) -> str:
    """The fingerprint of a plain value (None, text, numbers, lists, tuples, mappings with text keys).

    Tuples count as lists and the order of a mapping's keys does not matter. Raises TypeError for anything else.
    """
    return of_bytes(canonical(value))


def parts_of(named: dict[str, object]) -> dict[str, str]:
    """A short fingerprint (16 hex digits) for each named value, so that a difference can be named.

    A value that carries its own fingerprint in an attribute `print` (a `Card`) stands for itself by that.
    """
    return {name: _short(value) for name, value in named.items()}


_SCALARS = frozenset({str, int, bool, float, type(None)})


@lru_cache(maxsize=1024)
def _short_text(text: str) -> str:
    return of_text(text)[:16]


def _short(value: object) -> str:
    """Numbers and absent values are their own fingerprints: there are many of them, and none is long."""
    if value is None or value is False or type(value) is int:
        return repr(value)
    if not value:
        return type(value).__name__
    if type(value) is str:
        return _short_text(value) if len(value) < 200 else of_text(value)[:16]
    return of_bytes(canonical(_by_print(value)))[:16]


def _by_print(value: object) -> object:
    if type(value) is dict:
        return {key: inner if type(inner) in _SCALARS else _by_print(inner) for key, inner in value.items()}
    if print_ := getattr(value, "print", ""):
        return print_
    if isinstance(value, (list, tuple)):
        return [inner if type(inner) in _SCALARS else _by_print(inner) for inner in value]
    return value
