"""The files of a bundle in one order: Pagefind 1.5 lists filters and their values in another one at every run.

The lists are sorted, and the names, which are fingerprints, made of the sorted bytes. These files are then left
unpacked, as Pagefind's reader allows: how a packed file looks depends on the machine's zlib. What does not look as we
know it is left as it is: the search works all the same, only its bytes may differ between two clean builds.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping

SIGNATURE = b"pagefind_dcd"
_FILTER = re.compile(r"filter/(\w+)\.pf_filter\Z")
_META = re.compile(r"pagefind\.(\w+)\.pf_meta\Z")
ENTRY = "pagefind-entry.json"


def steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of one bundle, path to bytes, so that the same stories always give the same ones."""
    try:
        return _steady(files)
    except (KeyError, TypeError, ValueError, zlib.error):
        return dict(files)


def _steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    names: dict[str, str] = {}
    metas: list[str] = []
    for path, data in sorted(files.items()):
        if found := _FILTER.match(path):
            name, values = _opened(data)
            data = _closed([name, sorted(values)])
            names[found[1]] = _renamed(found[1], data)
            made[f"filter/{names[found[1]]}.pf_filter"] = data
        elif _META.match(path):
            metas.append(path)
        elif path != ENTRY:
            made[path] = data
    entry = json.loads(files[ENTRY])
    for path in metas:
        old = _META.match(path)[1]
        version, pages, chunks, filters, *rest = _opened(files[path])
        data = _closed([version, pages, chunks, sorted([name, names[held]] for name, held in filters), *rest])
        new = _renamed(old, data)
        made[f"pagefind.{new}.pf_meta"] = data
        for language in entry["languages"].values():
            if language["hash"] == old:
                language["hash"] = new
    made[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return made


def _opened(data: bytes) -> list:
    """The list that a packed file holds. Raises ValueError when writing it again would not give the same bytes."""
    import cbor2

    plain = data if data.startswith(SIGNATURE) else zlib.decompress(data, wbits=31)
    value = cbor2.loads(plain[len(SIGNATURE) :])
    if SIGNATURE + cbor2.dumps(value) != plain:
        raise ValueError("this is not as Pagefind 1.5 writes it")
    return value


def _closed(value: list) -> bytes:
    import cbor2

    return SIGNATURE + cbor2.dumps(value)


def _renamed(name: str, data: bytes) -> str:
    """`en_302d919`, its second half made anew of `data`, as long as it was."""
    lang, _, old = name.rpartition("_")
    return f"{lang}_{hashlib.sha256(data).hexdigest()[: len(old)]}"
