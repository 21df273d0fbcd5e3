"""What the site was last made with, what of it is still to be made, and whether the output is the one that was left."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import engine, fingerprint, plan, write
from backfile.opening import Site
from backfile.state import Outputs

if TYPE_CHECKING:
    from backfile.produce import Produced

MARKER = ".backfile"
READ_WITH = ("settings", "engine", "drafts")


def frame_of(site: Site) -> plan.Frame:
    """What every page shows, with the settings of the theme."""
    frame = plan.frame_of(site.archive, site.config)
    frame.site["settings"] = dict(site.theme_settings)
    return frame


def _values(site: Site) -> dict[str, str]:
    """What a whole plan depends on besides the stories: when one of these differs, every group is planned."""
    return {"settings": fingerprint.of_text(repr(site.config)), "theme": site.theme.fingerprint, "engine": engine.fingerprint(),
            "drafts": str(site.options.drafts)}


def _differ(site: Site, *names: str) -> bool:
    values = _values(site)
    return any(site.store.value(name) != values[name] for name in names)


def reads_otherwise(site: Site) -> bool:
    """Whether the same files would now be read to other entries."""
    return _differ(site, *READ_WITH)


def is_everything_due(site: Site, is_known: bool) -> bool:
    """Whether every page is to be planned; `is_known` is what `is_output_known` said."""
    return not is_known or site.store.value("pending-all") == "yes" or _differ(site, *_values(site))


def is_output_known(site: Site) -> bool:
    """Whether the output is the one that the state speaks of; pages that are not as they were left are forgotten."""
    marker = site.folders.output / MARKER
    token = marker.read_text() if marker.is_file() else ""
    outputs = Outputs(site.store)
    if (token == site.store.value("output") and token and not site.options.verify) or not outputs.count():
        return True
    wrong = [path for path, content, _ in outputs.paths() if not _is_as_left(site.folders.output / path, content)]
    outputs.drop(wrong)
    return not wrong


def _is_as_left(target: Path, content: str) -> bool:
    try:
        return fingerprint.of_bytes(target.read_bytes()) == content
    except OSError:
        return False


def announce(site: Site, groups: list[str] | None) -> None:
    """Store what was read, and what is still to be done: a build that is killed from here on goes on next time."""
    token = secrets.token_hex(8)
    site.store.set_value("output", token)
    if groups is None:
        site.store.set_value("pending-all", "yes")
        for name in READ_WITH:  # what is stored now was read so, whether or not the pages get made
            site.store.set_value(name, _values(site)[name])
    else:
        site.store.add_pending(groups)
    site.store.commit()
    write.write_text(site.folders.output / MARKER, token)


def settle(site: Site, made: Produced, frame: plan.Frame, is_whole: bool = True) -> None:
    """Note what is done. Not `is_whole`: of all that is to be planned again, only a part has been."""
    store = site.store
    store.clear_pending()
    store.add_pending(f"story:{source}" for source in made.moved)
    store.add_pending(made.failed)
    if not is_whole:
        store.commit()
        return
    store.set_value("pending-all", "")
    for name, value in (_values(site) | {"site": fingerprint.of_value(frame.site)}).items():
        store.set_value(name, value)
    store.commit()
