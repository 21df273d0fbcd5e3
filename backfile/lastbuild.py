"""What the site was last made with, what of it is still to be made, and whether the output is the one that was left."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from backfile import engine, fingerprint, plan, search
from backfile.depot import are_there
from backfile.opening import Site
from backfile.state import Outputs, Store

if TYPE_CHECKING:
    from backfile.produce import Produced

READ_WITH = ("settings", "engine", "drafts")


def frame_of(site: Site) -> plan.Frame:
    """What every page shows, with the settings of the theme."""
    frame = plan.frame_of(site.archive, site.config, site.now)
    frame.site["settings"] = dict(site.theme_settings)
    if site.options.portable:
        frame.site["portable"] = True  # no template asks for it: it is how `render` closes a page
    frame.site["search"] = bool(search.version_for(site))
    return frame


def _values(site: Site) -> dict[str, str]:
    """What a whole plan depends on besides the stories: when one of these differs, every group is planned."""
    return {
        "settings": fingerprint.of_text(repr(site.config)),
        "theme": site.theme.fingerprint,
        "engine": engine.fingerprint(),
        "drafts": str(site.options.drafts),
        "portable": str(site.options.portable),
        "search": search.version_for(site),
    }


def plan_of(site: Site, frame: plan.Frame) -> str:
    """Another value means that every page may have other bytes: what was made before it is to be looked at again."""
    return fingerprint.of_value([_values(site), frame.site])


def _differ(site: Site, *names: str) -> bool:
    values = _values(site)
    return any(site.store.value(name) != values[name] for name in names)


def reads_otherwise(site: Site) -> bool:
    """Whether the same files would now be read to other entries."""
    return _differ(site, *READ_WITH)


def is_everything_due(site: Site, is_known: bool) -> bool:
    """Whether every page is to be planned; `is_known` is what `is_output_known` said."""
    return not is_known or site.store.value("pending-all") == "yes" or _differ(site, *_values(site))


def _news(site: Site) -> str:
    return fingerprint.of_value([card.permalink for card in plan.news_cards(site.archive, site.now)])


def is_news_old(site: Site) -> bool:
    """Whether time alone has made the news sitemap another: a story came of age since the last build."""
    return site.store.value("news") != _news(site)


def is_output_known(site: Site) -> bool:
    """Whether the output is the one that the last build left. When it may be another (moved, copied back, or the
    machine went down in a build) every file is hashed, and those that are not as they were left are made again."""
    outputs = Outputs(site.store)
    if not outputs.has_any() or (not site.options.verify and _is_the_one(site, outputs)):
        return True
    wrong = list(_wrong(site, outputs))
    outputs.distrust(wrong)
    return not wrong


def _wrong(site: Site, outputs: Outputs) -> Iterator[str]:
    """What does not stand as it was left; both lists are by path."""
    right = (path for path, _, _ in site.depot.checked(outputs.paths()))
    at = next(right, "")
    for path, _, _ in outputs.paths():
        if path == at:
            at = next(right, "")
        else:
            yield path


def _is_the_one(site: Site, outputs: Outputs) -> bool:
    """Whether the folder is the one that the last build left, or the one that a killed build had begun to change.

    Such a build notes a file as made when it is made, so that only a machine that went down may have lost some.
    """
    known = site.store.value("output")
    if known == site.depot.identity():
        return True
    return known != "" and known == site.depot.under_way() and are_there(site.depot, outputs.some())


def is_first(site: Site) -> bool:
    """Whether no build has ever come to its end: there is no whole site yet that a failing one could spoil."""
    return site.store.value("complete") != "yes"


def owner_of(store: Store) -> str:
    """What this state is called in places that others write to as well: a mark of its own that a killed build left
    there is known again by it."""
    if not store.value("owner"):
        store.set_value("owner", secrets.token_hex(16))
        store.commit()
    return store.value("owner")


def searched(site: Site, waiting: Collection[str]) -> None:
    """Note that the search is as the pages are, but for the groups `waiting`."""
    site.store.drop_pending(group for group in site.store.pending() if search.is_of_search(group))
    site.store.add_pending(waiting)
    site.store.commit()


def announce(site: Site, groups: list[str] | None) -> None:
    """Store what was read, and what is still to be done: a build that is killed from here on goes on next time."""
    site.store.set_value("output", site.depot.under_way())
    if groups is None:
        site.store.set_value("pending-all", "yes")
        note_reading(site)
    else:
        site.store.add_pending(groups)
    site.store.commit()


def note_reading(site: Site) -> None:
    """What is stored now was read with these settings and this code, whether or not the pages get made."""
    values = _values(site)
    for name in READ_WITH:
        site.store.set_value(name, values[name])


def settle(site: Site, made: Produced, frame: plan.Frame, is_whole: bool = True, still: Collection[str] = ()) -> None:
    """Note what is done. `still` are groups that come after the pages; not `is_whole`: of all that is to be planned
    again, only a part has been."""
    store = site.store
    store.clear_pending()
    store.add_pending(still)
    store.add_pending(f"story:{source}" for source in made.moved)
    store.add_pending(made.failed)
    store.set_value("output", site.depot.identity())
    store.set_value("news", _news(site))
    if not is_whole:
        store.commit()
        return
    store.set_value("pending-all", "")
    store.set_value("complete", "yes")
    for name, value in (_values(site) | {"site": fingerprint.of_value(frame.site)}).items():
        store.set_value(name, value)
    store.commit()
