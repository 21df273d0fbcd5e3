"""JSON as the state, the fingerprints and the pages have it: compact, in UTF-8, tuples as lists.

By orjson, which takes a fifth of the time; what it refuses (lone surrogates from file names, numbers past 64 bits) is
written by the standard library in the same form, so the text depends on the value alone.
"""

from __future__ import annotations

import json

import orjson

loads = orjson.loads
_SORTED = orjson.OPT_SORT_KEYS
_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_plain_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _as_list(value: object) -> tuple:
    """Named tuples are lists too."""
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def dumped(value: object) -> str:
    """The text of a plain value. Raises TypeError for what JSON cannot hold."""
    try:
        return orjson.dumps(value, default=_as_list).decode()
    except orjson.JSONEncodeError:
        return _plain(value)


def canonical(value: object) -> bytes:
    """The same with keys in order, so that equal values have equal bytes; surrogates are kept as they are."""
    try:
        return orjson.dumps(value, default=_as_list, option=_SORTED)
    except orjson.JSONEncodeError:
        return _plain_sorted(value).encode("utf-8", "surrogatepass")
