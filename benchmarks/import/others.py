"""Read captures with other tools, for comparison: `python others.py TOOL CAPTURES OUTPUT`, then score OUTPUT.

TOOL is trafilatura, readability, newspaper or justext, for saved pages; each must be installed. Every tool is used as
its documentation says, with no settings of ours. `sentences` is what one would write in an hour for plain text, where
there is no tool: the densest run of blocks that read as sentences, with the short ones between them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def trafilatura(page: str) -> dict[str, object]:
    import trafilatura as tool

    found = tool.bare_extraction(page, include_comments=False, with_metadata=True)
    told = found.as_dict() if found else {}
    fields = {"title": told.get("title"), "date": told.get("date"), "authors": told.get("author")}
    return {**fields, "text": told.get("text") or ""}


def readability(page: str) -> dict[str, object]:
    from lxml.html import fromstring
    from readability import Document

    document = Document(page)
    tree = fromstring(document.summary())
    blocks = [block.text_content() for block in tree.iter("p", "li", "h2", "h3", "h4", "pre", "td")]
    return {"title": document.short_title(), "text": "\n".join(blocks)}


def newspaper(page: str) -> dict[str, object]:
    import newspaper as tool

    article = tool.Article("https://example.org/a", language="en")
    article.download(input_html=page)
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return {"title": article.title, "date": date, "authors": article.authors, "text": article.text}


def justext(page: str) -> dict[str, object]:
    import justext as tool

    words = tool.get_stoplist("English")
    return {"text": "\n".join(p.text for p in tool.justext(page.encode(), words) if not p.is_boilerplate)}


def sentences(capture: str) -> dict[str, object]:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", capture) if block.strip()]
    best, start, stop, total, first = 0, 0, 0, 0, 0
    for at, block in enumerate(blocks):
        words = len(block.split()) if " " in block else len(block) // 2
        is_sentence = words >= 25 or (words >= 6 and re.search(r"[.!?…。！？][\"'”’»」)]*$", block))
        if total <= 0:
            total, first = 0, at
        total += 2 if is_sentence else -1
        if total > best:
            best, start, stop = total, first, at + 1
    return {"title": blocks[0].split("\n")[0] if blocks else "", "text": "\n".join(blocks[start:stop])}


def read_one(job: tuple[str, Path, Path]) -> None:
    """One page by one tool; what a tool cannot read has no output, as its user would find."""
    tool, path, target = job
    data = path.read_bytes()
    page = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    try:
        found = globals()[tool](page)
    except Exception as error:  # the failure is the tool's result
        print(f"{path.name}: {tool}: {type(error).__name__}")
        return
    text = re.sub(r"\s*\n\s*", "\n\n", str(found.pop("text")).strip())
    fields = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in found.items() if value)
    target.write_text(f"---\n{fields}origin: {{file: {path.name}}}\n---\n\n{text}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tool", choices=("trafilatura", "readability", "newspaper", "justext", "sentences"))
    parser.add_argument("captures", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    found = sorted(args.captures.glob("*.txt" if args.tool == "sentences" else "*.html*"))
    jobs = [(args.tool, capture, args.output / f"{capture.name}.md") for capture in found]
    with ProcessPoolExecutor(args.jobs) as pool:
        list(pool.map(read_one, jobs, chunksize=8))


if __name__ == "__main__":
    main()
