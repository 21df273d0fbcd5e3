"""The order of the steps of a build, and nothing else."""

from __future__ import annotations

import pickle
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backfile import engine, execute, fingerprint, gather, plan, workers, write
from backfile.catalogue import hold_of
from backfile.folders import folders_of
from backfile.lock import locked
from backfile.model import Level, Problem, Receipt
from backfile.opening import Site, forget_state, moment_text, opened, site_of
from backfile.options import Options
from backfile.state import Outputs, open_store
from backfile.workers import Setup

if TYPE_CHECKING:
    from backfile.produce import Produced

Progress = Callable[[str, int, int], None]
ROUNDS = 3
MARKER = ".backfile"
READ_WITH = ("settings", "engine", "drafts")
# With more groups than this still to be made, a rebuild of a few files leaves them to a whole build.
FEW = 500


def build(root: Path, options: Options, progress: Progress | None = None) -> Receipt:
    """Make `output/` what `content/` says. With errors nothing is changed, unless `keep_going`."""
    start = time.perf_counter()
    with opened(root, options) as site:
        receipt = _built(site, progress)
    return replace(receipt, seconds=time.perf_counter() - start)


def whole(site: Site, progress: Progress | None = None) -> Receipt:
    """The same for an archive that is open already, as the preview has it."""
    start = time.perf_counter()
    return replace(_built(site, progress), seconds=time.perf_counter() - start)


class Rebuilt(NamedTuple):
    """What a rebuild of a few files came to. Not `is_whole`: other pages are to be made still, a whole build is due."""

    problems: tuple[Problem, ...]
    broken: frozenset[str]
    written: int
    removed: int
    is_whole: bool


def rebuild(site: Site, sources: Sequence[str], first: Iterable[str] = ()) -> Rebuilt | None:
    """Make the pages that changed files of `content/` touch, and the groups of `first`, in this process, with no walk.

    None when a source is a folder, or more is new than the sources: a whole build finds out. A broken story stays at
    its last good version, as with `keep_going`.
    """
    from backfile import produce

    store, folders, options = site.store, site.folders, site.options
    if _reads_otherwise(site):
        return None
    seen = gather.look_at(store, site.archive, folders.content, site.config, site.now, sources, drafts=options.drafts)
    if seen is None:
        return None
    scratch = write.scratch_for(folders.output, folders.scratch)
    setup = Setup(site.config, site.theme, str(folders.content), str(folders.output), str(scratch), True)
    with execute.open_executor(("inline", ""), 0, workers.prepare, pickle.dumps(setup)) as executor:
        found = gather.gather(store, site.archive, site.config, site.now, seen, executor, drafts=options.drafts)
        frame = _frame(site)
        pending = store.pending()
        is_wide = (found.groups is None or len(pending) > FEW or _is_everything(site, True)
                   or store.value("site") != fingerprint.of_value(frame.site))
        groups = sorted({*(found.groups or ()), *pending[:FEW], *first})
        maker = produce.Maker(site.theme, site.assets, engine.fingerprint(), folders.output, scratch, False)
        if is_wide:
            store.set_value("pending-all", "yes")
        _announce(site, groups)
        made = produce.produce(store, site.archive, frame, maker, groups, executor, kept_back=found.kept_back, keep_going=True)
    _settle(site, made, is_whole=not is_wide)
    problems = tuple(_from_root(problem, site) for problem in found.problems) + made.problems
    return Rebuilt(problems, found.broken, made.written, made.removed, not is_wide)


def _built(site: Site, progress: Progress | None) -> Receipt:
    options, folders, store = site.options, site.folders, site.store
    if _reads_otherwise(site):
        store.distrust_files()
    seen = gather.look(store, site.archive, folders.content, site.config, site.now, drafts=options.drafts, trust=not options.verify)
    scratch = write.scratch_for(folders.output, folders.scratch)
    is_first = not Outputs(store).count()
    verified = _verified(site)
    setup = Setup(site.config, site.theme, str(folders.content), str(folders.output), str(scratch), not is_first, is_first and _is_empty(folders.output))
    everything = _is_everything(site, verified)
    work = len(seen.changes.to_read) + (len(seen.scan.files) if everything else 0)
    if seen.is_idle and not everything and not store.pending():
        return _receipt(site, gather.NOTHING, None)
    spec = execute.parse_executor(options.executor, options.jobs)
    with execute.open_executor(spec, work, workers.prepare, pickle.dumps(setup)) as executor:
        return _rounds(site, seen, executor, everything, scratch, is_first, progress)


def _rounds(site: Site, seen: gather.Look, executor: Executor, everything: bool, scratch: Path, is_first: bool, progress: Progress | None) -> Receipt:
    """Gather and produce; once more when a file changed while its page was being made."""
    from backfile import produce  # templates take long to import, and an unchanged archive needs none

    store, options = site.store, site.options
    for _ in range(ROUNDS):
        found = gather.gather(store, site.archive, site.config, site.now, seen, executor, drafts=options.drafts, progress=progress)
        errors = _errors(site, found)
        if errors and not options.keep_going:
            receipt = _receipt(site, found, None, errors)
            store.rollback()
            return receipt
        frame = _frame(site)
        everything = everything or store.value("site") != fingerprint.of_value(frame.site)
        groups = None if everything or found.groups is None else sorted({*found.groups, *store.pending()})
        maker = produce.Maker(site.theme, site.assets, engine.fingerprint(), site.folders.output, scratch, is_first)
        _announce(site, groups)
        made = produce.produce(store, site.archive, frame, maker, groups, executor, kept_back=found.kept_back,
                               keep_going=options.keep_going, progress=progress)
        if made.problems and not options.keep_going:
            _refused(site, groups)
            return _receipt(site, found, made, errors)
        _settle(site, made)
        if not made.moved:
            break
        seen = gather.look(store, site.archive, site.folders.content, site.config, site.now, drafts=options.drafts, trust=True)
        everything, is_first = False, False
    return _receipt(site, found, made, errors)


def _is_empty(output: Path) -> bool:
    return all(path.name.startswith(".") for path in output.iterdir())


def _errors(site: Site, found: gather.Gathered) -> tuple[Problem, ...]:
    warnings = tuple(site.store.all_problems()) if site.options.strict else ()
    return found.problems + tuple(p for p in warnings if p.level is Level.WARNING)


def _frame(site: Site) -> plan.Frame:
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


def _reads_otherwise(site: Site) -> bool:
    """Whether the same files would now be read to other entries."""
    return _differ(site, *READ_WITH)


def _is_everything(site: Site, verified: bool) -> bool:
    return not verified or site.store.value("pending-all") == "yes" or _differ(site, *_values(site))


def _verified(site: Site) -> bool:
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


def _announce(site: Site, groups: list[str] | None) -> None:
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


def _refused(site: Site, groups: list[str] | None) -> None:
    """A template failed: what was read stays stored, with its pages still to be made; the output is as it was."""
    site.store.rollback()


def _settle(site: Site, made: Produced, is_whole: bool = True) -> None:
    """Note what is done. Not `is_whole`: of all that is to be planned again, only a part has been."""
    store = site.store
    store.clear_pending()
    store.add_pending(f"story:{source}" for source in made.moved)
    store.add_pending(made.failed)
    if not is_whole:
        store.commit()
        return
    store.set_value("pending-all", "")
    for name, value in (_values(site) | {"site": fingerprint.of_value(_frame(site).site)}).items():
        store.set_value(name, value)
    store.commit()


def _receipt(site: Site, found: gather.Gathered, made: Produced | None, errors: tuple[Problem, ...] = ()) -> Receipt:
    stories, published = site.archive.counts()
    told = set(errors)
    warnings = tuple(p for p in site.store.all_problems() if p not in told)
    own = tuple(_from_root(problem, site) for problem in errors)
    problems = own + (made.problems if made else ())
    pages = Outputs(site.store).count()
    held, due = _held(site)
    return Receipt(
        stories=stories, published=published, held=held, next_release=due, broken=len(found.broken), kept_back=len(found.kept_back),
        read=found.read, pages=pages, rendered=made.rendered if made else 0, written=made.written if made else 0,
        kept=pages - (made.written if made else 0), removed=made.removed if made else 0,
        words_lost=sum(p.code == "words-lost" for p in problems), built=not problems or site.options.keep_going,
        problems=problems + site.warnings + tuple(_from_root(problem, site) for problem in warnings), notes=found.notes)


def _from_root(problem: Problem, site: Site) -> Problem:
    """A problem of a file in `content/`, its path from the archive's root, so that editors and terminals can open it."""
    content, root = site.folders.content, site.folders.root
    folder = content.relative_to(root).as_posix() if content.is_relative_to(root) else str(content)
    return replace(problem, source=f"{folder}/{problem.source}")


def _held(site: Site) -> tuple[tuple[tuple[str, int], ...], str]:
    """How many stories are held and why, and the moment at which the next one is due."""
    counts: dict[str, int] = {}
    due: list[int] = []
    for status, release, expires, number in site.archive.held():
        hold = hold_of(status, release, expires, site.now)
        if hold:
            counts[hold.kind] = counts.get(hold.kind, 0) + number
            if hold.kind == "embargo":
                due.append(release)
    return tuple(sorted(counts.items())), moment_text(min(due), site.config) if due else ""


def check(root: Path, options: Options, progress: Progress | None = None) -> Receipt:
    """Read everything as a build would, and build nothing."""
    start = time.perf_counter()
    store = open_store(None)
    site = site_of(root, options, folders_of(root, options), store)
    seen = gather.look(store, site.archive, site.folders.content, site.config, site.now, drafts=options.drafts, trust=True)
    setup = Setup(site.config, site.theme, str(site.folders.content), "", "", False)
    spec = execute.parse_executor(options.executor, options.jobs)
    with execute.open_executor(spec, len(seen.changes.to_read), workers.prepare, pickle.dumps(setup)) as executor:
        found = gather.gather(store, site.archive, site.config, site.now, seen, executor, drafts=options.drafts, progress=progress)
    receipt = _receipt(site, found, None, _errors(site, found))
    return replace(receipt, built=False, seconds=time.perf_counter() - start)


def clean(root: Path, options: Options) -> int:
    """Remove what builds have written, and nothing else; how many files that were."""
    folders = folders_of(root, options)
    with locked(folders.lock):
        store = open_store(folders.state)
        removed = write.remove_files(folders.output, [path for path, _, _ in Outputs(store).paths()])
        (folders.output / MARKER).unlink(missing_ok=True)
        store.close()
        forget_state(folders)
    return removed


def explain(root: Path, options: Options, what: str) -> str:
    """Why a page is as it is: which file it comes from, which parts it is made of, what would be made again now."""
    from backfile.explain import explanation

    with opened(root, options) as site:
        return explanation(site, _frame(site), what)
