"""What there is to say of one page or file: where it comes from, what it is made of, why it would be made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backfile import engine, fingerprint, plan, read, render, stale
from backfile.catalogue import hold_of
from backfile.model import UsageError
from backfile.opening import Site, moment_text
from backfile.plan import Frame
from backfile.state import Output, Outputs, Position
from backfile.urls import path_of

# How the fingerprint of a part that is empty reads.
NOTHING = frozenset({"None", "False", "str", "list", "tuple", "dict"})


def explanation(site: Site, frame: Frame, what: str) -> str:
    """Sentences about a file of `content/` or an address of the site. Raises UsageError when it is neither."""
    outputs = Outputs(site.store)
    source = _source(site, what)
    if source:
        return "\n".join(_of_source(site, frame, outputs, source))
    output = _output(site, outputs, what)
    if output:
        return "\n".join(_of_output(site, frame, outputs, output))
    raise UsageError(
        f"{what}: the last build knows no such file and no such address; build first, or check the spelling"
    )


def _source(site: Site, what: str) -> str:
    """The file of `content/` that is meant, relative to it; "" when none is."""
    path = Path(what)
    candidates = [what.removeprefix("content/"), what]
    if (path if path.is_absolute() else Path.cwd() / path).resolve().is_relative_to(site.folders.content):
        candidates.insert(0, path.resolve().relative_to(site.folders.content).as_posix())
    return next((c for c in candidates if site.archive.position(c)), "")


def _output(site: Site, outputs: Outputs, what: str) -> Output | None:
    base = site.config.base_url
    address = "/" + what.removeprefix(base) if base and what.startswith(base) else what
    inside = address.removeprefix(str(site.folders.output) + "/").removeprefix("output/")
    for path in (path_of(address), path_of(address.rstrip("/") + "/"), inside, inside.lstrip("/")):
        if found := outputs.at(path):
            return found
    return None


def _of_source(site: Site, frame: Frame, outputs: Outputs, source: str) -> Iterator[str]:
    at = site.archive.position(source)
    yield f"content/{source} is the {at.kind} at {at.permalink}"
    yield from _hold(site, at)
    yield from _disk(site, at)
    terms = site.archive.terms(at.story)
    if at.shown and terms:
        yield "it stands in " + ", ".join(term.permalink for term in terms)
    for path in sorted(outputs.fingerprints(f"story:{source}")):
        yield f"it makes output/{path}"
        yield from _parts(site, frame, outputs.at(path))


def _hold(site: Site, at: Position) -> Iterator[str]:
    entry = site.archive.entry(at.source)
    hold = hold_of(entry.status, entry.release, entry.expires, site.now)
    if hold is None:
        yield "it is published"
    elif hold.kind == "embargo":
        yield f"it is held until {moment_text(entry.release, site.config)}"
    elif hold.kind == "expired":
        yield f"it is held: it expired on {moment_text(entry.expires, site.config)}"
    else:
        yield f"it is held: its status is {hold.kind}"


def _disk(site: Site, at: Position) -> Iterator[str]:
    try:
        now = fingerprint.of_bytes(read.file_bytes(site.folders.content, at.source))
    except OSError:
        yield f"content/{at.source} is gone: the next build takes its pages away"
        return
    if now != at.content:
        yield f"content/{at.source} has changed since it was last read: the next build looks at it again"


def _of_output(site: Site, frame: Frame, outputs: Outputs, output: Output) -> Iterator[str]:
    kind, _, name = output.group.partition(":")
    yield f"output/{output.path} ({output.size:,} bytes) belongs to the group {output.group}"
    if kind == "story":
        yield f"it comes from content/{name}"
        if at := site.archive.position(name):
            yield from _hold(site, at)
            yield from _disk(site, at)
    if kind == "file":
        yield "it is a copy of " + ", ".join(f"content/{file}" for file in site.archive.files_at(name))
    yield from _stories(site, frame, output)
    yield from _parts(site, frame, output)


def _planned(site: Site, frame: Frame, output: Output):
    return next((page for page in plan.pages_of(site.archive, frame, output.group) if page.path == output.path), None)


def _stories(site: Site, frame: Frame, output: Output) -> Iterator[str]:
    page = _planned(site, frame, output)
    cards = page.show.get("cards") if page else None
    if not cards:
        return
    listed = ", ".join(card.permalink for card in cards[:5]) + (", …" if len(cards) > 5 else "")
    yield f"it lists {len(cards)} stories: {listed}" if len(cards) > 1 else f"it lists 1 story: {listed}"
    for card in cards:
        for at in site.archive.sources_at(card.permalink):
            yield from _disk(site, at)


def _parts(site: Site, frame: Frame, output: Output) -> Iterator[str]:
    """Whether the next build would make the page again, and because of what."""
    if output.group == "assets:":
        return
    page = _planned(site, frame, output)
    if page is None:
        yield "no story asks for it any more: the next build removes it"
        return
    template = render.template_of(page.kind)
    if template:
        yield f"it is made with the template {template} of the theme {site.theme.name}"
    made = fingerprint.of_value(frame.site)
    decision = stale.decision_of(page, site.theme.fingerprint_of(template), made, engine.fingerprint())
    if decision.fingerprint == output.fingerprint:
        yield "it is fresh: nothing that the last build read of what it shows has changed since it was made"
    else:
        yield "it is stale: " + "; ".join(stale.reasons(output.parts, decision.parts) or ["its address changed"])
    made_of = {name: print_ for name, print_ in sorted(decision.parts.items()) if print_ not in NOTHING}
    yield "it is made of " + ", ".join(f"{name} {print_[:8]}" for name, print_ in made_of.items())
