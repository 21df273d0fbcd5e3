"""Files of the search in their place and in the state."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from backfile.bundles import ENTRY
from backfile.opening import Site
from backfile.state import Output, Outputs

FOLDER = "pagefind"


def placed(
    site: Site, outputs: Outputs, scratch: Path, group: str, print_: str, files: Mapping[str, bytes]
) -> tuple[int, int]:
    """Make the files of a group these, and store it; how many were written and how many removed.

    The entry, which names the others, comes when they are there, and what it does not name goes after that.
    """
    folder = f"{FOLDER}/{group.partition(':')[2]}"
    writer = site.depot.writer(scratch, is_staged=False)
    before = outputs.fingerprints(group)
    paths = {f"{folder}/{name}": name for name in sorted(files, key=lambda name: (name == ENTRY, name))}
    outputs.intend((path, group) for path in paths)
    site.store.commit()
    done = []
    for path, name in paths.items():
        if name == ENTRY:
            writer.finish()
        done.append(writer.write(path, files[name], before.get(path, ("", ""))[1]))
    writer.finish()
    gone = sorted(before.keys() - paths.keys())
    site.depot.remove(gone)
    outputs.drop(gone)
    outputs.put(Output(one.path, group, print_, {}, one.content, one.size) for one in done)
    site.store.commit()
    return sum(one.is_written for one in done), len(gone)


def removed(site: Site, outputs: Outputs, scratch: Path, group: str) -> int:
    """Take a whole group out of the site."""
    return placed(site, outputs, scratch, group, "", {})[1]
