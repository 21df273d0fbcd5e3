"""Problems, progress and receipts as text, for people and for machines."""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from backfile.model import Level, Problem, Receipt

if TYPE_CHECKING:
    from backfile.importing.accounts import Fate, ImportReport, Outcome

SHOWN_OF_A_KIND = 20
EXCERPT_WIDTH = 100
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.ADVICE: "36", "caret": "32", "place": "1"}
_ORDER = {Level.ADVICE: 0, Level.WARNING: 1, Level.ERROR: 2}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COUNTED_FROM = {
    "stories": "story files under the content folder",
    "published": "stories that have a page in the site, kept-back ones included",
    "held": "sound stories that are not shown at the moment of the build, by reason",
    "releases": "different moments at which embargoed stories come out; next_release is the first",
    "broken": "story files with at least one error",
    "kept_back": "broken stories whose last good version stays in the site",
    "read": "story files whose bytes were read again; the others are as they were",
    "words_lost": "words and numbers of the story files read again that their pages would not show; the others were "
    "counted when they were read",
    "addresses": "lines of the content folder's addresses.txt: every address of a story or page that was published",
    "addresses_lost": "of those, the ones with no page, redirect or tombstone now, which nobody let go",
    "addresses_moved": "of those, addresses that lead to where their story is now",
    "addresses_new": "lines of addresses.txt that this build added or changed",
    "held_words_leaked": "different words in those phrases of held stories that stand in a file searched, and in no "
    "published story; held are drafts, embargoed, expired and withdrawn ones",
    "files_searched": "files that this build wrote, while stories are held; by `check --output` all files of the site",
    "phrases_sought": "phrases of held stories that these files were searched for: title, address, own terms, text",
    "pages": "files of the site, those of the search included",
    "rendered": "pages made again, because what they show differs from the last build",
    "written": "rendered pages whose bytes differ from what stood in the output folder",
    "kept": "pages that were not touched",
    "removed": "files of earlier builds that no page asks for any more",
    "indexed": "stories that the search read again: those of a year (or month) in which one changed",
    "seconds": "time from start to end on the wall clock",
}


def wants_colour(stream: TextIO) -> bool:
    """Whether colours belong on this stream: a terminal, and nobody has set NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """`text` with every character that could garble or reorder a terminal written as its escape."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    if "\udc80" <= char <= "\udcff":  # a byte of a file name that is not UTF-8
        return f"\\x{ord(char) - 0xDC00:02x}"
    if char in _TURNING or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return char.encode("unicode_escape").decode()
    return char


def problem_text(problem: Problem, colour: bool = False) -> str:
    """One problem: place, level and fault on a line; the source line with a caret; the remedy."""
    place, level = _paint(_place(problem), "place", colour), _paint(problem.level.value, problem.level, colour)
    lines = [f"{place}: {level}: {printable(problem.fault)}", *_excerpt(problem, colour)]
    if problem.remedy:
        first, *rest = map(printable, problem.remedy.split("\n"))
        lines += [f"  fix: {first}", *(f"       {line}" for line in rest)]
    return "\n".join(lines)


def _place(problem: Problem) -> str:
    numbers = (problem.line, problem.column) if problem.column else (problem.line,) if problem.line else ()
    return ":".join([printable(problem.source), *map(str, numbers)])


def _excerpt(problem: Problem, colour: bool) -> list[str]:
    if not problem.excerpt.strip():
        return []
    at = max(problem.column - 1, 0)
    start = max(0, at - EXCERPT_WIDTH * 2 // 3) if at > EXCERPT_WIDTH else 0
    window = problem.excerpt.rstrip("\r\n")[start : start + EXCERPT_WIDTH].replace("\t", " ")
    left, right = "…" if start else "", "…" if len(problem.excerpt) > start + EXCERPT_WIDTH else ""
    lines = [f"    {left}{printable(window)}{right}"]
    if problem.column and at - start <= len(window):
        lines.append("    " + " " * _columns(left + printable(window[: at - start])) + _paint("^", "caret", colour))
    return lines


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def problems_text(problems: Iterable[Problem], colour: bool = False, whole: bool = False) -> str:
    """All problems, the gravest last: every error, and of each kind of warning the first few unless `whole`.

    Advice is left out unless `whole`, a build is not the moment for it; and there are never more than a few of a kind.
    """
    wanted = [p for p in problems if whole or p.level is not Level.ADVICE]
    blocks: list[str] = []
    for (rank, _), same in groupby(sorted(wanted, key=_by_gravity), key=lambda p: _by_gravity(p)[:2]):
        kind = list(same)
        is_all = rank == _ORDER[Level.ERROR] or (whole and rank == _ORDER[Level.WARNING])
        shown = kind if is_all else kind[:SHOWN_OF_A_KIND]
        blocks += [problem_text(problem, colour) for problem in shown]
        if len(shown) < len(kind):
            level = _paint(kind[0].level.value, kind[0].level, colour)
            way = "`backfile check --format json`" if whole else "`backfile check`"
            blocks.append(f"{level}: and {len(kind) - len(shown):,} more like this one; {way} lists them")
    return "\n".join(blocks)


def _by_gravity(problem: Problem) -> tuple[int, str, str, int, int]:
    rank = _ORDER[problem.level]
    kind = "" if problem.level is Level.ERROR else problem.code
    return rank, kind, problem.source, problem.line, problem.column


def annotations_text(problems: Iterable[Problem]) -> str:
    """The problems as workflow commands, which GitHub shows on the very line of the file."""
    names = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}
    lines = []
    for p in problems:
        numbers = [("line", p.line), ("col", p.column)]
        place = [f"file={_property(p.source)}", *(f"{name}={n}" for name, n in numbers if n), f"title={p.code}"]
        lines.append(f"::{names[p.level]} {','.join(place)}::{_data(p.fault)}%0Afix: {_data(p.remedy)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def receipt_text(receipt: Receipt, is_check: bool = False) -> str:
    """The last thing a build says: what became of the stories, what was proven, what was written."""
    end = f"Checked, nothing built · {receipt.seconds:.1f} s" if is_check else _pages_line(receipt)
    lines = [_stories_line(receipt), _proofs_line(receipt), end]
    lines += [printable(note) for note in receipt.notes]
    if receipt.addresses_new:
        lines.append(f"{_count(receipt.addresses_new, 'line')} new in addresses.txt: commit it with the stories")
    lines += [] if is_check else _way_on(receipt)
    lines += [f"{seconds:9.3f} s  {step}" for step, seconds in receipt.timings]
    return "\n".join(lines)


def _way_on(receipt: Receipt) -> list[str]:
    if receipt.built or receipt.held_words_leaked:
        return []
    levels = {problem.level for problem in receipt.problems}
    if Level.ERROR in levels:
        return ["`backfile build --keep-going` builds everything else; a broken story keeps its last good page"]
    if Level.WARNING in levels:
        return ["--strict lets no warning pass; without it, `backfile build` builds all the same"]
    return []


def _stories_line(receipt: Receipt) -> str:
    read = " read" if receipt.read >= receipt.stories else f" ({receipt.read:,} read again)"
    parts = [_count(receipt.stories, "story", "stories") + read, f"{receipt.published:,} published"]
    held = dict(receipt.held)
    if held:
        parts.append(f"{sum(held.values()):,} held ({_held_text(held, receipt.next_release, receipt.releases)})")
    if receipt.broken:
        kept = f", {receipt.kept_back:,} of them kept at the last good version" if receipt.kept_back else ""
        parts.append(f"{receipt.broken:,} broken{kept}")
    return " · ".join(parts)


def _held_text(held: dict[str, int], release: str, releases: int) -> str:
    """The held by reason; one moment is said of all that wait for it, of several the next one."""
    moment = _moment_text(release)
    embargoed = f"embargoed until {moment}" if moment and releases <= 1 else "embargoed"
    parts = [f"{count:,} {embargoed if kind == 'embargo' else kind}" for kind, count in held.items()]
    return ", ".join(parts) + (f"; the next is due {moment}" if moment and releases > 1 else "")


def _moment_text(iso: str) -> str:
    """`2031-05-01T06:00:00+01:00` as a reader of a terminal wants it; the seconds and the offset are in the JSON."""
    return iso[:16].replace("T", " ")


def _proofs_line(receipt: Receipt) -> str:
    shown = [p for p in receipt.problems if p.level is not Level.ADVICE]
    problems = _count(len(shown), "problem") + (" (see above)" if shown else "")
    words, addresses = _count(receipt.words_lost, "word"), _count(receipt.addresses_lost, "address", "addresses")
    leaked = [f"{_count(receipt.held_words_leaked, 'held word')} leaked"] if receipt.is_searched else []
    return " · ".join([f"{words} lost", f"{addresses} lost", *leaked, problems])


def _pages_line(receipt: Receipt) -> str:
    if not receipt.built:
        return f"Nothing was written: the site is as it was · {receipt.seconds:.1f} s"
    figures = f"{receipt.written:,} written, {receipt.kept:,} kept, {receipt.removed:,} removed"
    figures += f" · {_count(receipt.indexed, 'story', 'stories')} indexed" if receipt.indexed else ""
    return f"{_count(receipt.pages, 'page')}: {figures} · {receipt.seconds:.1f} s"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def receipt_values(receipt: Receipt) -> dict[str, object]:
    """The receipt as plain values for JSON, with what each figure was counted from."""
    values = {field.name: getattr(receipt, field.name) for field in fields(receipt)}
    values["held"] = dict(receipt.held)
    values["timings"] = dict(receipt.timings)
    values["problems"] = [problem_values(problem) for problem in receipt.problems]
    values["notes"] = list(receipt.notes)
    values["counted_from"] = _COUNTED_FROM
    return values


def json_text(values: object) -> str:
    """Values as JSON for people and programs: indented, letters as they are."""
    import json

    return json.dumps(values, ensure_ascii=False, indent=2)


def problem_values(problem: Problem) -> dict[str, object]:
    """One problem as plain values for JSON; bytes of file names that are not UTF-8 are written as escapes."""
    values = {field.name: getattr(problem, field.name) for field in fields(problem)}
    values["level"] = problem.level.value
    return {name: printable(value) if name == "source" else value for name, value in values.items()}


def import_text(report: ImportReport, content: str = "content", is_dry: bool = False) -> str:
    """What became of the captures: the stories that need a word, then the sum. `content` is the folder's name."""
    lines = [line for fate in sorted(report.outcomes.fates) for line in _outcome_lines(fate, report, content, is_dry)]
    lines += [outcome.diff for outcome in report.outcomes.where("diff <> ''")]
    lines += _link_lines(*report.links)
    if waiting := report.to_look_at:
        waits = _count(waiting, "story waits", "stories wait")
        lines.append(f"{waits} for you to look at: `backfile review --open`, or articles/review.md")
    accounts = str(report.accounts)
    return "\n".join([*lines, f"{accounts} (nothing was written: a dry run)" if is_dry else accounts])


def _link_lines(made: int, missed: int) -> list[str]:
    led = [f"{_count(made, 'link leads', 'links lead')} to stories of the archive now"] if made else []
    lost = f"{_count(missed, 'link leads', 'links lead')} to what did not come over, and became text"
    return [*led, f"{lost}: see articles/review.md"] if missed else led


def _outcome_lines(fate: Fate, report: ImportReport, content: str, is_dry: bool) -> list[str]:
    if fate in ("unchanged", "failed"):  # the first needs no word, the second has its problem
        return []
    word = "would be written" if fate == "written" and is_dry else fate.value
    few = report.outcomes.some_of(fate, SHOWN_OF_A_KIND)
    shown = [f"{word}: {printable(_outcome_text(outcome, content))}" for outcome in few]
    more = report.outcomes.fates[fate] - len(shown)
    return [*shown, f"{word}: and {more:,} more"] if more else shown


def _outcome_text(outcome: Outcome, content: str) -> str:
    target = f" → {content}/{outcome.path}" if outcome.path else ""
    reason = f" ({outcome.reason})" if outcome.reason else ""
    return f"{outcome.capture}{target}{reason}"


def _paint(text: str, role: Level | str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if colour else text


class Bar:
    """Progress on a terminal: one line that is drawn over, with the rate and the time left; call it as `progress`.

    Says nothing in the first half second, so that quick work stays quiet, and leaves no trace when `closed`.
    """

    def __init__(self, stream: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock = stream, clock
        self.opened, self.drawn = clock(), 0.0
        self.step, self.began, self.before = "", clock(), 0
        self.width = 0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = self.clock()
        if step != self.step:
            self.step, self.began, self.before = step, now, done
        if now - self.opened < 0.5 or (now - self.drawn < 0.1 and done < total):
            return
        self.drawn = now
        columns = shutil.get_terminal_size().columns - 1
        self._draw(bar_text(step, done, total, done - self.before, now - self.began, columns))

    def close(self) -> None:
        """Clear the line, so that what is printed next stands on its own."""
        if self.width:
            self._draw("")

    def _draw(self, line: str) -> None:
        self.stream.write("\r" + line + " " * (self.width - len(line)) + ("" if line else "\r"))
        self.stream.flush()
        self.width = len(line)


def bar_text(step: str, done: int, total: int, since: int, seconds: float, columns: int = 79) -> str:
    """One drawing of the bar; `since` is how much of the work was done in `seconds`."""
    rate = since / seconds if seconds > 0 else 0.0
    figures = f" {done:,} of {total:,}" if total else f" {done:,}"
    if rate:
        figures += f" · {rate:,.0f} a second"
        figures += f" · {time_text((total - done) / rate)} left" if total > done else ""
    room = min(30, columns - len(step) - len(figures) - 2)
    full = round(room * done / total) if total else 0
    bar = " " + "━" * full + "╌" * (room - full) if room > 5 else ""
    return f"{step}{bar}{figures}"[:columns]


def time_text(seconds: float) -> str:
    """A stretch of time, as exact as one waits for it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def write_text(text: str, stream: TextIO) -> None:
    """Print `text` whole, whatever the stream can show: what its encoding lacks is escaped."""
    if text:
        encoding = stream.encoding or "utf-8"
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
