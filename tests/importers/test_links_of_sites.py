"""Links between the stories of a site that moves in lead to these stories, in whatever order and import they come; what
is not there stays as text, is counted, and is named for a person."""

# ruff: noqa: E501 - captures keep their own lines

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from backfile.cli import main
from backfile.config import Config
from backfile.importing import run_import
from backfile.importing.reviewing import accept
from backfile.importing.tagging import tag
from tests.importers.sites_of_old import SITES, export, post


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "site.toml").write_text('title = "Quay"\n', "utf-8")
    return tmp_path / "new"


def imported(root: Path, *paths: Path, **wishes):
    return run_import(list(paths), root=root, content=root / "content", config=Config(), **wishes)


def bodies(root: Path) -> dict[str, str]:
    found = {path.stem: path.read_text("utf-8") for path in (root / "content").rglob("*.md")}
    return {name: text.split("---\n", 2)[2].strip() for name, text in found.items()}


def reasons(root: Path) -> dict[str, str]:
    listed = json.loads((root / "articles/review.json").read_text("utf-8"))["review"]
    return {row["capture"]: "; ".join(row["reasons"]) for row in listed}


def dead_in(output: Path) -> list[tuple[str, str]]:
    """Every link and picture of the built site that leads to no file of it."""
    dead = []
    for page in output.rglob("*.html"):
        here = "/" + page.relative_to(output).as_posix()
        for address in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8")):
            if not re.match(r"[a-z]+:|//", address):
                path = output / unquote(urljoin(here, unescape(address))).lstrip("/")
                dead += [] if path.is_file() or (path / "index.html").is_file() else [(here, address)]
    return dead


@pytest.mark.parametrize("name", SITES)
def test_a_whole_site_moves_in_and_its_links_lead_to_its_stories(name, root, tmp_path, monkeypatch, capsys):
    site = SITES[name]
    put(tmp_path / "old", site.files)
    report = imported(root, tmp_path / "old")
    assert not report.problems
    accounts = report.accounts
    assert (accounts.written, accounts.to_review, accounts.failed) == (site.written, site.waiting, 0)
    assert report.links.missed == site.missed
    said = " ".join(reasons(root).values())
    monkeypatch.chdir(root)
    assert main(["build", "--jobs", "1"]) == 0
    assert "dead" not in capsys.readouterr().err
    output = root / "output"
    assert not dead_in(output)
    pages = {path.relative_to(output).as_posix(): path.read_text("utf-8") for path in output.rglob("*.html")}
    stories = {page: text for page, text in pages.items() if 'http-equiv="refresh"' not in text}
    for address, words in site.old.items():
        old = pages[address if address.endswith(".html") else f"{address}index.html"]
        leads = unescape(re.search(r'http-equiv="refresh" content="0; ?url=([^"]+)"', old)[1])
        assert f"<p>{words}" in stories[unquote(urljoin(f"/{address}", leads)).lstrip("/") + "index.html"]
    for words, link, target, anchor in site.links:
        (page,) = (page for page, text in stories.items() if f"<p>{words}" in text)
        leads = re.findall(rf'<a href="([^"]+)"[^>]*>{re.escape(link)}</a>', stories[page])
        assert leads, f"{words}: {link} is no link"
        for lead in leads:
            there = urljoin(f"/{page}", unescape(lead).partition("#")[0]).lstrip("/")
            assert f"<p>{target}" in stories[unquote(there) + "index.html"], f"{words}: {link} leads to {lead}"
        assert any(lead.endswith(anchor) for lead in leads)
    shown = " ".join(unescape(re.sub(r"<[^>]+>", "", text)) for text in stories.values())
    for text in site.texts:
        assert text in " ".join(shown.split())
        where = text.rpartition("(")[2].rstrip(")")
        assert re.search(rf"{re.escape(where)}(?: \([^)]*\bline \d+)", said), f"{where} is not named with its line"
    assert imported(root, tmp_path / "old").accounts.unchanged == site.written


HUGO = {
    "hugo.toml": "",
    "content/a/one.md": '---\ntitle: One\ndate: 2020-01-01\n---\nFirst. [two]({{< ref "b/two.md" >}}) [three](/c/three/#x)\n',
    "content/b/two.md": '---\ntitle: Two\ndate: 2020-01-02\n---\nSecond. [one]({{< ref "one" >}})\n',
    "content/c/three.md": "---\ntitle: Three\ndate: 2020-01-03\n---\nThird.\n",
}


def test_what_comes_later_is_linked_later_and_leaves_the_list(root, tmp_path):
    old = tmp_path / "old"
    put(old, HUGO)
    first = imported(root, old / "content" / "a")
    assert bodies(root)["one"] == "First. two (b/two.md) three (/c/three/#x)"
    assert first.links == (0, 2)
    assert "b/two.md (line 5), /c/three/#x (line 5)" in reasons(root)["old/content/a/one.md"]
    second = imported(root, old / "content" / "b")
    assert bodies(root)["one"] == "First. [two](two.md) three (/c/three/#x)"
    assert bodies(root)["two"] == "Second. [one](one.md)"
    assert second.links == (2, 0)
    assert "two.md" not in reasons(root)["old/content/a/one.md"]
    imported(root, old / "content" / "c")
    assert bodies(root)["one"] == "First. [two](two.md) [three](three.md#x)"
    assert not reasons(root)
    again = imported(root, old)
    assert (again.accounts.unchanged, again.accounts.read) == (3, 3)


def test_a_story_that_was_tagged_meanwhile_keeps_its_tags(root, tmp_path):
    put(tmp_path / "old", HUGO | {"content/a/one.md": HUGO["content/a/one.md"] + "\nThe gate, and the gate.\n"})
    imported(root, tmp_path / "old" / "content" / "a")
    put(root / "content", {"vocabulary.yml": "topics: {gate: []}\n"})
    assert tag(root, root / "content", Config()) == (1, 0)
    imported(root, tmp_path / "old" / "content" / "b")
    (path,) = (root / "content").rglob("one.md")
    assert "tags:\n  - gate\n" in path.read_text("utf-8")
    assert "[two](two.md)" in path.read_text("utf-8")


def test_parts_in_any_order_come_to_the_same_as_the_whole_at_once(root, tmp_path):
    put(tmp_path / "old", HUGO)
    whole = tmp_path / "whole"
    imported(whole, tmp_path / "old")
    for part in ("c", "b", "a"):
        imported(root, tmp_path / "old" / "content" / part)
    assert {path.name: path.read_bytes() for path in (root / "content").rglob("*.md")} == {
        path.name: path.read_bytes() for path in (whole / "content").rglob("*.md")
    }


def test_a_story_that_someone_edited_meanwhile_is_left_as_it_is(root, tmp_path):
    put(tmp_path / "old", HUGO)
    imported(root, tmp_path / "old" / "content" / "a")
    (path,) = (root / "content").rglob("one.md")
    path.write_text(path.read_text("utf-8").replace("First.", "First, mended."), "utf-8")
    imported(root, tmp_path / "old" / "content" / "b")
    assert bodies(root)["one"] == "First, mended. two (b/two.md) three (/c/three/#x)"


def test_an_export_in_two_parts_is_joined(root, tmp_path):
    link = '<a href="https://quay.example/{}">{}</a>'
    put(tmp_path, {
        "1.xml": export(post(1, "Mill", "/1995/mill/", "It burned. " + link.format("1995/ferry/#deck", "ferry"))),
        "2.xml": export(post(2, "Ferry", "/1995/ferry/", "It came. " + link.format("?p=1", "mill"))),
    })  # fmt: skip
    imported(root, tmp_path / "1.xml")
    assert bodies(root)["mill"] == "It burned. ferry (https://quay.example/1995/ferry/#deck)"
    assert "line 6" in reasons(root)["1.xml#1"]
    imported(root, tmp_path / "2.xml")
    assert bodies(root) == {"mill": "It burned. [ferry](ferry.md#deck)", "ferry": "It came. [mill](mill.md)"}
    assert not reasons(root)


def test_a_story_that_a_person_completes_is_linked_from_then_on(root, tmp_path):
    files = {**HUGO, "content/b/two.md": HUGO["content/b/two.md"].replace("date: 2020-01-02\n", "")}
    put(tmp_path / "old", files)
    imported(root, tmp_path / "old")
    assert "two (b/two.md)" in bodies(root)["one"]
    accept(["old/content/b/two.md"], (("date", "2020-01-02"),), root=root, content=root / "content", config=Config())
    assert "[two](two.md)" in bodies(root)["one"]
    assert bodies(root)["two"] == "Second. [one](one.md)"


def test_a_rehearsal_writes_nothing_and_counts_the_same(root, tmp_path):
    put(tmp_path / "old", HUGO)
    imported(root, tmp_path / "old" / "content" / "a")
    before = bodies(root)
    assert imported(root, tmp_path / "old" / "content" / "b", dry_run=True).links == (2, 0)
    assert bodies(root) == before


def test_two_sites_in_one_archive_keep_to_themselves(root, tmp_path):
    for site in ("east", "west"):
        put(tmp_path / site, {
            "hugo.toml": "",
            "content/a.md": f"---\ntitle: {site} a\ndate: 2020-01-01\n---\nThe {site}. [b](/b/) [c](c.md)\n",
            "content/b.md": f"---\ntitle: {site} b\ndate: 2020-01-01\nslug: {site}-b\nurl: /b/\n---\nB {site}.\n",
        })  # fmt: skip
    put(tmp_path / "west", {"content/c.md": "---\ntitle: C\ndate: 2020-01-01\n---\nC.\n"})
    imported(root, tmp_path / "east")
    imported(root, tmp_path / "west")
    assert bodies(root)["a"] == "The east. [b](east-b.md) c (c.md)"
    assert bodies(root)["a-2"] == "The west. [b](west-b.md) [c](c.md)"


def test_a_link_to_a_story_that_repeats_another_leads_to_that_one(root, tmp_path):
    prose = " ".join(f"The council of ward {n} met in hall {n} and voted on item {n}." for n in range(20))
    put(tmp_path / "old", {
        "hugo.toml": "",
        "content/a.md": f"---\ntitle: A\ndate: 2020-01-01\n---\n{prose} At last.\n",
        "content/b.md": f"---\ntitle: B\ndate: 2020-01-01\n---\n{prose}\n",
        "content/c.md": "---\ntitle: C\ndate: 2020-01-01\n---\nSee [a](a.md), [b](b.md).\n",
    })  # fmt: skip
    assert imported(root, tmp_path / "old").accounts.duplicates == 1
    assert bodies(root)["c"] == "See [a](a.md), [b](a.md)."
    assert "aliases:\n  - /a/\n  - /b/\n" in (root / "content/stories/2020/a.md").read_text("utf-8")
    again = imported(root, tmp_path / "old")
    assert (again.accounts.unchanged, again.accounts.duplicates) == (2, 1)
    (root / ".backfile/imports.sqlite").unlink()
    assert imported(root, tmp_path / "old").accounts.unchanged == 2


def test_a_site_that_was_packed_whole_is_a_site(root, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name, text in HUGO.items():
            archive.writestr(f"paper-main/{name}", text)
    assert imported(root, tmp_path / "old.zip").links == (3, 0)
    assert bodies(root)["one"] == "First. [two](two.md) [three](three.md#x)"


def test_the_account_and_the_list_say_what_became_of_links(root, tmp_path, monkeypatch, capsys):
    put(root / "articles", {"old/" + name: text for name, text in HUGO.items() if "three" not in name})
    monkeypatch.chdir(root)
    assert main(["import", "articles/old"]) == 0
    said = capsys.readouterr().out
    assert "2 links lead to stories of the archive now" in said
    assert "1 link leads to what did not come over, and became text: see articles/review.md" in said
    assert "/c/three/#x (line 5)" in (root / "articles/review.md").read_text("utf-8")


def test_a_page_below_another_keeps_its_address_beside_a_story_of_that_name(root, tmp_path, monkeypatch):
    put(tmp_path, {"export.xml": export(
        post(1, "Contact", "/company/contact/", "Write to us.", kind="page"),
        post(2, "Contact made", "/contact/", 'They met. <a href="/company/contact/">Write</a>'),
    )})  # fmt: skip
    imported(root, tmp_path / "export.xml")
    monkeypatch.chdir(root)
    assert main(["build", "--jobs", "1"]) == 0
    assert "Write to us." in (root / "output/company/contact/index.html").read_text("utf-8")
    assert 'http-equiv="refresh"' in (root / "output/contact/index.html").read_text("utf-8")
    assert bodies(root)["contact-made"] == "They met. [Write](../../pages/company/contact.md)"
