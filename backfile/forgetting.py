"""Let published addresses go on purpose, or lead them elsewhere: lines of the file of addresses."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backfile import recall
from backfile.addresses import FORGOTTEN, is_address
from backfile.model import BackfileError, UsageError
from backfile.opening import Site, opened
from backfile.options import Options
from backfile.receipt import from_root
from backfile.state import Kept, Memory


def forget(
    root: Path, options: Options, wanted: Sequence[str], target: str = "", all_lost: bool = False
) -> tuple[str, ...]:
    """Write it down for these addresses (and for all that the last build found lost); which ones they were.

    Only the file changes: the next build does the rest. Raises UsageError for an address that is not in the file, or
    at which a page stands.
    """
    with opened(root, options) as site:
        if problems := recall.take(site).problems:
            raise BackfileError("the file of addresses has errors", tuple(from_root(p, site) for p in problems))
        memory = Memory(site.store)
        lost = [kept.address for kept in memory.of_fate("lost")] if all_lost else []
        found = tuple(dict.fromkeys([*(_known(site, memory, word) for word in wanted), *lost]))
        owner = _target(site, target) if target else FORGOTTEN
        for address in found:
            memory.put(Kept(address, owner))
        if found:
            recall.write_file(site)
        site.store.rollback()  # the state learns it from the file, as it would on any other machine
    return found


def _known(site: Site, memory: Memory, word: str) -> str:
    address = _address(site, word)
    rows = memory.at(address) or memory.at(address + "/")
    if not rows:
        raise UsageError(f"{address} is not among the addresses published; {_nearest(memory, address)}")
    address = rows[0].address
    owner = site.archive.owner_of(address)
    if owner and (site.folders.content / owner).exists():
        fault = f"a page stands at {address}, that of content/{owner}"
        raise UsageError(f"{fault}; move, withdraw or delete the story first, then forget the address")
    return address


def _address(site: Site, word: str) -> str:
    """An address of the site from what was typed: whole, percent-encoded, or from the root of the host."""
    base = site.config.base_url.rstrip("/")
    inner = word.removeprefix(base) if base and word.startswith(base + "/") else urlsplit(word).path
    return unquote(inner) if inner.startswith("/") else "/" + unquote(inner)


def _target(site: Site, word: str) -> str:
    address = _address(site, word)
    if not is_address(address.partition("#")[0]):
        raise UsageError(f'--to: "{word}" is not an address of this site; write it from the root, such as /about/')
    return address


def _nearest(memory: Memory, address: str) -> str:
    near = difflib.get_close_matches(address, [line.address for line in memory.lines()], 1)
    return f"did you mean {near[0]}?" if near else "content/addresses.txt lists them"
