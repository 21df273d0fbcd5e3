"""A whole site of another system moves in: every story is accounted for, and every old address leads to its story."""

# ruff: noqa: E501 - captures keep their own lines

from pathlib import Path

import pytest

from backfile.cli import main
from backfile.config import Config
from backfile.importing import run_import

LIST = "\n\n1. First\n    - inner\n        - innermost\n2. Second\n\n"
HUGO = {
    "hugo.toml": 'baseURL = "https://quay.example/"\ntitle = "Quay"\n[permalinks]\nnews = "/:year/:month/:slug/"\n',
    "content/news/_index.md": "---\ntitle: News\n---\n",
    "content/news/mill/index.md": '+++\ntitle = "Either/Or: the mill"\ndate = 1995-05-05T23:30:00-04:00\ncategories = ["Town", "Fire / Rescue"]\naliases = ["/old/mill", "/1995/mill.html"]\n+++\nIt burned.\n\n{{< figure src="mill.jpg" caption="A mill" >}}\n',
    "content/news/mill/mill.jpg": b"\xff\xd8\xff\xe0jpeg",
    "content/news/other.md": '---\ntitle: "Ferry: 50% off"\ndate: 1996-01-02 08:00:00 +0100\ntags: [on, 010]\nid: [7]\n---\nSee [the mill](/1995/05/either-or-the-mill/).' + LIST,
    "content/letters/a.md": '{"title": "No", "date": "1996-03-04", "categories": ["Letters", "Post"], "slug": "a-letter"}\n\nDear *all*.\n',
    "content/letters/nochmal.md": '+++\ntitle = "No"\ndate = "1996-03-04T12:00:00Z"\nurl = "/briefe/nein.html"\n+++\nLiebe alle.\n',
    "content/letters/secret.md": '+++\ntitle = "Not yet"\ndate = 1997-01-01\ndraft = true\n+++\nUnprinted.\n',
    "static/images/a.png": b"png",
}  # fmt: skip
HUGO_OLD = {
    "<p>It burned.": ("old/mill", "1995/mill.html", "1995/05/either-or-the-mill/"),
    "<p>See <a": ("1996/01/ferry-50-off/",),
    "Dear <em>": ("letters/a-letter/",),
    "<p>Liebe alle": ("briefe/nein.html",),
}

PELICAN = {
    "pelicanconf.py": "SITENAME = 'Quay'\nARTICLE_URL = '{date:%Y}/{date:%m}/{slug}.html'\nARTICLE_SAVE_AS = ARTICLE_URL\n",
    "content/town/storm.md": "Title: Storm / the night\nDate: 2001-02-03 23:05\nAuthors: Ada Quay; Jo Lamb\nTags: wind, sea\nCategory: Town\nSummary: A long\n    night\n\nWind. [More](/2001/02/low-water.html) ![s]({static}/images/s.jpg)" + LIST,
    "content/ebb.md": "Title: Ebb\nDate: 2001-02-04\nSlug: low-water\n\nThe water left.\n",
    "content/again.md": "Title: Ebb\nDate: 2001-03-04\nSlug: ebb-again\nModified: 2001-03-05 10:00\n\nIt left again.\n",
    "content/images/s.jpg": b"\xff\xd8\xff\xe0jpg",
}
PELICAN_OLD = {
    "<p>Wind. <a": ("2001/02/storm-the-night.html",),
    "<p>The water left.": ("2001/02/low-water.html",),
    "<p>It left again.": ("2001/03/ebb-again.html",),
}

WORDPRESS_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Quay</title><link>https://quay.example</link><wp:base_blog_url>https://quay.example</wp:base_blog_url>
"""


def post(number: int, title: str, link: str, body: str, status: str = "publish", categories: str = "Town") -> str:
    terms = "".join(f'<category domain="category" nicename="x"><![CDATA[{name}]]></category>' for name in categories.split("|"))
    return f"""<item><title><![CDATA[{title}]]></title><link>https://quay.example{link}</link><dc:creator>ada</dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>1995-05-05 23:30:00</wp:post_date>
<wp:post_date_gmt>1995-05-06 03:30:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>{terms}</item>
"""


WORDPRESS = {
    "export.xml": WORDPRESS_HEAD
    + post(1, "Either/Or", "/1995/05/05/either-or/", "It burned.<ol><li>First<ul><li>inner</li></ul></li></ol>", categories="Town|Fire &amp; Rescue")
    + post(2, "Ferry", "/?p=2", "<!-- wp:paragraph --><p>The ferry came.</p><!-- /wp:paragraph -->", categories="Sea|Town|Sport")
    + post(3, "Ferry", "/1995/05/05/ferry-2/", "[caption id='x' width='3']<img src='https://quay.example/wp-content/uploads/f.jpg'> A ferry[/caption]It went.")
    + post(4, "Unprinted", "/?p=4", "Not yet.", status="draft")
    + "</channel></rss>",
}  # fmt: skip
WORDPRESS_OLD = {"<p>It burned.": ("1995/05/05/either-or/",), "<p>It went.": ("1995/05/05/ferry-2/",), "<p>The ferry came.": ()}


@pytest.mark.parametrize(
    ("files", "old", "drafts", "no_stories"),
    [(HUGO, HUGO_OLD, 1, 1), (PELICAN, PELICAN_OLD, 0, 0), (WORDPRESS, WORDPRESS_OLD, 1, 0)],
    ids=["hugo", "pelican", "wordpress"],
)
def test_every_story_of_a_site_moves_in_and_every_old_address_leads_to_it(
    files, old, drafts, no_stories, tmp_path, monkeypatch
):
    for name, text in files.items():
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    root = tmp_path / "new"
    root.mkdir()
    (root / "site.toml").write_text('title = "Quay"\n', "utf-8")
    report = run_import([tmp_path / "old"], root=root, content=root / "content", config=Config())
    assert not report.problems
    accounts = report.accounts
    assert (accounts.written, accounts.to_review) == (len(old) + drafts, no_stories)  # a section's index is no story
    assert accounts.read == accounts.written + accounts.to_review
    monkeypatch.chdir(root)
    assert main(["build", "--jobs", "1"]) == 0
    pages = {path: path.read_text("utf-8") for path in (root / "output").rglob("*.html")}
    for words, addresses in old.items():
        (story,) = [path for path, text in pages.items() if words in text and 'http-equiv="refresh"' not in text]
        assert {redirect_of(root / "output", address) for address in addresses} <= {story.parent}
    assert not [path for path, text in pages.items() if "Unprinted" in text or "Not yet." in text]


def redirect_of(output: Path, address: str) -> Path:
    """The folder of the page that the page at an old address leads to."""
    file = output / address if address.endswith(".html") else output / address / "index.html"
    text = file.read_text("utf-8")
    assert 'http-equiv="refresh"' in text
    target = text.split("url=", 1)[1].split('"', 1)[0].split("'", 1)[0]
    return (file.parent / target).resolve()


def test_a_foreign_field_with_the_name_of_ours_is_kept_under_another(tmp_path):
    (tmp_path / "hugo.toml").write_text("")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("---\ntitle: A\ndate: 1995-05-05\nid: [7]\n---\nText.\n")
    report = run_import([tmp_path], root=tmp_path, content=tmp_path / "stories", config=Config())
    (path,) = (tmp_path / "stories").rglob("*.md")
    assert not report.problems
    assert "old_id:" in path.read_text("utf-8")


def test_stories_of_one_long_title_have_names_that_a_build_takes(tmp_path, monkeypatch):
    title = " ".join(["Harbour commission postpones the dredging"] * 4)
    (tmp_path / "articles").mkdir()
    (tmp_path / "site.toml").write_text('title = "Quay"\n', "utf-8")
    for number in range(3):
        text = f"{title}\n\nMay 5, 1995\n\n" + f"The {number} members of the commission met in the hall on Friday night. " * 9
        (tmp_path / "articles" / f"{number}.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["import", "articles", "--jobs", "1"]) == 0
    assert main(["build", "--jobs", "1"]) == 0
