"""Fit the weights of the page reader's signs: `python fit_html.py TRUTH.json PAGES TEXTS [--check]`.

Needs numpy and scikit-learn. PAGES holds saved pages (`STEM.html`, `STEM.html.gz`), TEXTS text captures of the same
pages. The text rules are one of the witnesses: so that they are not believed too much, what they say of an outlet's
pages comes from weights that have not seen that outlet. `--check` also says what the weights are worth on outlets
that they have not seen.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from fit import part_of
from labels import flat, shingles

from backfile.importers import html
from backfile.importers.html.signs import Signs
from backfile.importers.text import weighing

PARTS = 4
STRENGTH = 0.2
SHORT = 8
OUT = Path(__file__).resolve().parents[2] / "backfile/importers/html/weights.tsv"


class Page(NamedTuple):
    """A page with the signs of its blocks, how much of each is in the story, and its words."""

    stem: str
    outlet: str
    signs: list[Signs]
    share: list[float]
    words: list[int]


def page_of(job: tuple[Path, dict, dict[str, dict[str, float]]]) -> Page | None:
    """One page looked at, with the text rules' weights given."""
    path, truth, tables = job
    weighing.weights = tables.__getitem__
    data = path.read_bytes()
    looked = html.look(html.page_text(gzip.decompress(data) if path.suffix == ".gz" else data), truth.get("url", ""))
    if looked is None:
        return None
    bag = shingles("\n".join(truth["paragraphs"]))
    lines = {flat(text) for text in (*truth["paragraphs"], *(truth.get("headings") or ()))}
    share = [_share(block.text, bag, lines) for block in looked.blocks]
    return Page(path.name.split(".")[0], truth.get("outlet") or "", looked.signs, share, list(looked.votes.words))


def _share(text: str, bag, lines: set[str]) -> float:
    runs = shingles(text)
    if sum(runs.values()) <= SHORT - 4:
        return float(flat(text) in lines)
    return sum((runs & bag).values()) / sum(runs.values())


def tables_without(truth: Path, texts: Path, part: int) -> dict[str, dict[str, float]]:
    """The text rules' weights, fitted without the outlets of one part."""
    with tempfile.TemporaryDirectory() as folder:
        fit = Path(__file__).with_name("fit.py")
        subprocess.run(
            [sys.executable, str(fit), str(truth), str(texts), "--leave", f"{part}/{PARTS}", "--out", folder],
            check=True,
        )
        found = {}
        for path in Path(folder).glob("*.tsv"):
            rows = (row.rpartition("\t") for row in path.read_text(encoding="utf-8").splitlines() if row)
            found[path.stem] = {sign: float(weight) for sign, _, weight in rows}
        return found


def fitted(pages: list[Page]) -> tuple[DictVectorizer, LogisticRegression]:
    """The weights; a block counts by its share of its story's words."""
    signs, wanted, weights = [], [], []
    for page in pages:
        whole = sum(words for words, share in zip(page.words, page.share, strict=True) if share >= 0.5) or 1
        signs += page.signs
        wanted += [share >= 0.5 for share in page.share]
        weights += [min(0.1, words / whole) + 0.008 for words in page.words]
    columns = DictVectorizer()
    matrix, size = columns.fit_transform(signs), np.array(weights)
    model = LogisticRegression(C=STRENGTH, max_iter=800)
    return columns, model.fit(matrix, wanted, sample_weight=size / size.mean())


def check(pages: list[Page]) -> None:
    """What weights fitted on other outlets keep of each page, at several thresholds."""
    odds: dict[str, np.ndarray] = {}
    for part in range(PARTS):
        columns, model = fitted([page for page in pages if part_of(page.outlet, PARTS) != part])
        for page in pages:
            if part_of(page.outlet, PARTS) == part:
                odds[page.stem] = model.decision_function(columns.transform(page.signs))
    for limit in (-2.2, -1.8, -1.4, -1.1, -0.8, -0.4, 0.0):
        precision, recall, lost, whole = [], [], 0, 0
        for page in pages:
            words, story, kept = np.array(page.words), np.array(page.share) >= 0.5, odds[page.stem] > limit
            both = (words * story * kept).sum()
            precision.append(both / max(1, (words * kept).sum()))
            recall.append(both / max(1, (words * story).sum()))
            long = story & (words >= 4)
            lost, whole = lost + (long & ~kept).sum(), whole + long.sum()
        p, r = np.mean(precision), np.mean(recall)
        print(f"log-odds above {limit}: F1 {2 * p * r / (p + r):.4f}  P {p:.4f}  R {r:.4f}  lost {lost / whole:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("truth", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    truth = {
        stem: one for stem, one in json.loads(args.truth.read_text(encoding="utf-8")).items() if one.get("paragraphs")
    }
    truth = {stem: one for stem, one in truth.items() if not one.get("suspect")}
    tables = [tables_without(args.truth, args.texts, part) for part in range(PARTS)]
    jobs = [
        (path, truth[stem], tables[part_of(truth[stem].get("outlet") or "", PARTS)])
        for path in sorted(args.pages.glob("*.html*"))
        if (stem := path.name.split(".")[0]) in truth
    ]
    with ProcessPoolExecutor(args.jobs) as pool:
        pages = [page for page in pool.map(page_of, jobs, chunksize=8) if page]
    if args.check:
        check(pages)
    columns, model = fitted(pages)
    rows = [("(always)", float(model.intercept_[0])), *zip(columns.feature_names_, model.coef_[0], strict=True)]
    OUT.write_text("".join(f"{name}\t{weight:.3f}\n" for name, weight in rows), encoding="utf-8")
    print(f"{len(rows)} weights from {len(pages)} pages")


if __name__ == "__main__":
    main()
