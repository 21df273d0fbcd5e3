"""What a command line may ask of a build, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The wishes of one command; an absent one ("", None, 0, False) leaves the archive's own settings in force.

    Paths are absolute or relative to the working directory, as typed; `storage` is an `s3://` address in place of the
    folder `output`. `jobs` 0 lets the build decide. `executor` is "", `inline`, `processes:N` or `dask:ADDRESS`. `now`
    is an ISO 8601 moment: the one at which embargoes and futures are judged. `drafts` shows held stories, marked.
    `clean` builds from no state; `verify` hashes every source and output file; `profile` keeps timings.
    `portable` makes a copy to open from disk, in a folder of its own.
    `plain_assets` leaves the theme's static files their names, and not `remember` adds nothing to the file of published
    addresses; only the preview asks for these.
    """

    content: Path | None = None
    output: Path | None = None
    storage: str = ""
    theme: str = ""
    jobs: int = 0
    executor: str = ""
    keep_going: bool = False
    strict: bool = False
    now: str = ""
    base_url: str = ""
    drafts: bool = False
    portable: bool = False
    clean: bool = False
    verify: bool = False
    profile: bool = False
    plain_assets: bool = False
    remember: bool = True
