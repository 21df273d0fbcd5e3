"""Fit the weights of the text reader's signs: `python fit.py TRUTH.json FOLDER… [--out DIR] [--leave N/K]`.

Needs numpy, scipy and scikit-learn (not for importing: only the tables they leave behind are used then).
FOLDERs hold captures (`STEM.txt`) of which TRUTH.json knows the paragraphs. `--leave 1/2` leaves out the outlets
of the second half, for checking what the weights are worth on outlets they have not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from labels import Sample, crops_of, headings_of, headlines_of, sample_of

from backfile.importers.text.headings import can_be_heading, heading_signs
from backfile.importers.text.headlines import LEAST, candidates, headline_signs
from backfile.importers.text.looks import First, chance, second_signs, story_words, stretch_of
from backfile.importers.text.shapes import shape_of
from backfile.importers.text.signs import View, signs_around, view_of
from backfile.importers.text.weighing import NO_SIGN

STRENGTH = {"first": 0.03, "second": 0.03, "heading": 0.3, "headline": 0.1}
ROUNDS = 5


def part_of(outlet: str, parts: int, salt: str = "") -> int:
    """Which of so many parts an outlet belongs to; never changes."""
    return int(hashlib.md5((salt + outlet).encode()).hexdigest(), 16) % parts


class Table:
    """Signs that are common enough, their columns and weights."""

    def __init__(self, samples, signs, least: int = 5, outlets: int = 3) -> None:
        counts, where = Counter(), {}
        for sample, blocks in zip(samples, signs, strict=True):
            for block in blocks:
                counts.update(set(block))
            for sign in {sign for block in blocks for sign in block}:
                where.setdefault(sign, set()).add(sample.outlet)
        names = sorted(sign for sign, count in counts.items() if count >= least and len(where[sign]) >= outlets)
        self.columns = {sign: column for column, sign in enumerate(names)}
        self.weights = np.zeros(len(names))
        self.always = 0.0

    def matrix(self, signs):
        rows, columns, count = [], [], 0
        for blocks in signs:
            for block in blocks:
                found = {self.columns[sign] for sign in block if sign in self.columns}
                rows += [count] * len(found)
                columns += found
                count += 1
        return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, len(self.columns)))

    def fit(self, signs, wanted, weights, strength: float) -> Table:
        model = LogisticRegression(C=strength, max_iter=400, tol=1e-3)
        model.fit(self.matrix(signs), wanted, sample_weight=weights)
        self.weights, self.always = model.coef_[0], float(model.intercept_[0])
        return self

    def odds(self, signs):
        flat = self.matrix(signs) @ self.weights + self.always
        ends = np.cumsum([len(blocks) for blocks in signs])
        return np.split(flat, ends[:-1])

    def text(self) -> str:
        rows = [(NO_SIGN, self.always), *((sign, self.weights[column]) for sign, column in self.columns.items())]
        return "".join(f"{sign}\t{weight:.3f}\n" for sign, weight in rows if abs(weight) >= 0.0005 or sign == NO_SIGN)


def importance(samples: list[Sample]):
    """A block weighs less in a long capture, and more the longer it is."""
    parts = []
    for sample in samples:
        size = 30 / (30 + len(sample.texts))
        parts.append([size * (0.6 + min(len(text.split()), 60) / 40) for text in sample.texts])
    flat = np.concatenate([np.array(part) for part in parts])
    return flat / flat.mean()


def signs_of(view: View) -> list[tuple[str, ...]]:
    """All signs that the first look has of every block, in order."""
    return [(*own.signs, *filter(None, around)) for own, around in zip(view.own, signs_around(view), strict=True)]


def fitted(samples: list[Sample]) -> dict[str, Table]:
    """The tables. What the first look says while the second is fitted comes from the weights of other outlets."""
    views = [view_of(sample.texts) for sample in samples]
    first_signs = [signs_of(view) for view in views]
    wanted = np.concatenate([np.array(sample.is_story, int) for sample in samples])
    weights = importance(samples)
    first = Table(samples, first_signs).fit(first_signs, wanted, weights, STRENGTH["first"])
    odds = [np.zeros(len(sample.texts)) for sample in samples]
    for number in range(ROUNDS):
        seen = [at for at, sample in enumerate(samples) if part_of(sample.outlet, ROUNDS, "rounds") != number]
        rest = [at for at in range(len(samples)) if part_of(samples[at].outlet, ROUNDS, "rounds") == number]
        if not rest:
            continue
        table = Table([samples[at] for at in seen], [first_signs[at] for at in seen])
        known = [samples[at] for at in seen]
        table.fit(
            [first_signs[at] for at in seen],
            np.concatenate([np.array(s.is_story, int) for s in known]),
            importance(known),
            STRENGTH["first"],
        )
        for at, found in zip(rest, table.odds([first_signs[at] for at in rest]), strict=True):
            odds[at] = found
    headline = headline_table(samples, views, odds)
    signs = []
    for view, own, scores in zip(views, first_signs, odds, strict=True):
        more = second_signs(view, first_by(headline, view, scores))
        signs.append([(*one, *filter(None, two)) for one, two in zip(own, more, strict=True)])
    second = Table(samples, signs).fit(signs, wanted, weights, STRENGTH["second"])
    return {"first": first, "second": second, "heading": heading_table(samples), "headline": headline}


def first_by(table: Table, view, odds) -> First:
    """What the first look finds, with the headline chosen by a table that is just being fitted."""
    chances = tuple(map(chance, odds))
    stretch = stretch_of(view, chances)
    words = story_words(view, chances)
    places = candidates(view, stretch)
    if not places:
        return First(chances, stretch, words, -1)
    scores = table.odds([headline_signs(places, view, chances, stretch, words[0])])[0]
    best = int(scores.argmax())
    return First(chances, stretch, words, places[best] if scores[best] > LEAST else -1)


def headline_table(samples: list[Sample], views, odds) -> Table:
    """Weights for headlines, from captures that show theirs in a block of its own."""
    known, signs, wanted, weights = [], [], [], []
    for sample, view, scores in zip(samples, views, odds, strict=True):
        chances = tuple(map(chance, scores))
        stretch = stretch_of(view, chances)
        places = candidates(view, stretch)
        right = headlines_of(sample) & set(places)
        if not right:
            continue
        right = {max(right)} if max(right) <= stretch[0] else right
        known.append(sample)
        signs.append(headline_signs(places, view, chances, stretch, story_words(view, chances)[0]))
        wanted += [at in right for at in places]
        weights += [1.0 if at in right else 4 / len(places) for at in places]
    return Table(known, signs, 4, 3).fit(signs, np.array(wanted, int), np.array(weights), STRENGTH["headline"])


def heading_table(samples: list[Sample]) -> Table:
    """Weights for sub-headings, from captures whose headings are known."""
    known, signs, wanted = [], [], []
    for sample in samples:
        kept = [at for at, story in enumerate(sample.is_story) if story]
        shapes = [shape_of(sample.texts[at]) for at in kept]
        found = [at for at in range(len(kept)) if can_be_heading(sample.texts[kept[at]], shapes[at])]
        if sample.headings and found:
            known.append(sample)
            signs.append([heading_signs(at, sample.texts, kept, shapes) for at in found])
            wanted += [kept[at] in headings_of(sample) for at in found]
    weights = np.where(np.array(wanted), 1.0, 0.7)
    return Table(known, signs, 4, 2).fit(signs, np.array(wanted, int), weights, STRENGTH["heading"])


def part(text: str) -> tuple[int, int]:
    """`1/2` as (1, 2): the second half."""
    number, _, parts = text.partition("/")
    if not (number.isdigit() and parts.isdigit() and int(parts) > 1 and int(number) < int(parts)):
        raise argparse.ArgumentTypeError(f'"{text}" is no part; write 0/2 for the first half, 1/2 for the second')
    return int(number), int(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("truth", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[2] / "backfile/importers/text")
    parser.add_argument("--leave", type=part, metavar="N/K", help="leave out the outlets of one part: 0/2, 1/2")
    args = parser.parse_args()
    truth = json.loads(args.truth.read_text(encoding="utf-8"))
    samples = [
        sample
        for folder in args.folders
        for path in sorted(folder.glob("*.txt"))
        if (sample := sample_of(path, truth.get(path.stem) or {}))
    ]
    samples += [crop for sample in samples if len(sample.texts) <= 80 for crop in crops_of(sample)]
    if args.leave:
        number, parts = args.leave
        samples = [sample for sample in samples if part_of(sample.outlet, parts) != number]
    args.out.mkdir(parents=True, exist_ok=True)
    for name, table in fitted(samples).items():
        (args.out / f"{name}.tsv").write_text(table.text(), encoding="utf-8")
        print(f"{name}: {len(table.columns)} signs from {len(samples)} captures")


if __name__ == "__main__":
    main()
