"""Sites of other generators come over: fields in every form, pictures, dialects, old addresses."""

# ruff: noqa: E501 - captures keep their own lines

from pathlib import Path

import pytest

from backfile.config import Config
from backfile.importing import run_import
from backfile.model import Problem, Status
from backfile.storyfile import parse_story
from tests.importers.reading import read, stories


def site(tmp_path: Path, files: dict[str, str | bytes]):
    """A site of these files, imported; its stories by path, and the report."""
    for name, text in files.items():
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    root = tmp_path / "new"
    root.mkdir()
    report = run_import([tmp_path / "old"], root=root, content=root / "content", config=Config())
    found = {}
    for path in (root / "content").rglob("*.md"):
        parsed = parse_story(path.read_bytes(), path.name, zone=Config().tz)
        assert parsed.story, parsed.problems
        found[path.relative_to(root / "content").as_posix()] = parsed.story
    return found, report


def test_a_hugo_site_with_bundles_toml_shortcodes_and_patterns(tmp_path):
    found, report = site(tmp_path, {
        "hugo.toml": 'title = "Quay"\n[permalinks]\nnews = "/:year/:month/:slug/"\n',
        "content/news/_index.md": "---\ntitle: News\n---\n",
        "content/news/mill/index.md": '+++\ntitle = "The mill / the quay"\ndate = 1995-05-05T10:00:00+02:00\ntags = ["Fire", "on"]\n'
        'aliases = ["/old/mill"]\ndraft = false\nsubline = "kept"\n+++\nText.\n\n{{< figure src="mill.jpg" caption="A \\"mill\\"" attr="Jo" >}}\n\n'
        'See [it]({{< ref "news/other.md" >}}) and {{< youtube abc_1 >}}.\n',
        "content/news/mill/mill.jpg": b"\xff\xd8jpeg",
        "content/opinion/letter.md": '{"title": "A letter", "date": "1996-01-02", "categories": ["Letters", "Post"]}\n\nDear *all*.\n',
        "content/opinion/plain.md": "---\ntitle: Plain\ndate: 1997-01-01\nslug: easy\n---\n# Plain\n\n![x](/images/a.png)\n",
        "static/images/a.png": b"png", "layouts/index.html": "<html>{{ .Title }}</html>",
    })  # fmt: skip
    mill = found["stories/1995/mill.md"]
    assert (mill.title, mill.date.text, mill.tags) == (
        "The mill / the quay",
        "1995-05-05T10:00:00+02:00",
        ("Fire", "on"),
    )
    assert mill.aliases == ("/old/mill/", "/1995/05/the-mill-/-the-quay/", "/1995/05/the-mill-the-quay/")
    assert '<figure><img src="mill/mill.jpg" alt="">' in mill.body
    assert "See it (news/other.md) and" in mill.body
    assert "<https://www.youtube.com/watch?v=abc_1>" in mill.body
    assert ("subline", "kept") in mill.extra
    assert (tmp_path / "new/content/stories/1995/mill/mill.jpg").read_bytes() == b"\xff\xd8jpeg"
    letter = found["stories/1996/letter.md"]
    assert (letter.section, letter.tags, letter.aliases) == ("Letters", ("Post",), ("/opinion/letter/",))
    plain = found["stories/1997/easy.md"]
    assert (plain.body, plain.aliases) == ("![x](easy/a.png)", ("/opinion/easy/",))
    assert report.accounts.written == 3


def test_a_jekyll_blog_with_dates_in_names(tmp_path):
    found, _ = site(tmp_path, {
        "_config.yml": "permalink: pretty\n",
        "_posts/2019-03-04-flood-tide.md": "---\nlayout: post\ntitle: 'No'\ncategories: [News, Town]\npublished: false\n---\n"
        "{% highlight ruby %}\nputs {{ x }}\n{% endhighlight %}\n\nSee [b]({% post_url 2018-01-02-ebb %}) ![p]({{ site.baseurl }}/assets/p.png)\n",
        "assets/p.png": b"png", "index.md": "---\ntitle: Home\n---\n",
    })  # fmt: skip
    (story,) = found.values()
    assert (story.title, story.date.text, story.status) == ("No", "2019-03-04", Status.DRAFT)
    assert story.aliases == ("/news/town/2019/03/04/flood-tide/",)
    assert "```ruby\nputs {{ x }}\n```" in story.body
    assert "See b (2018-01-02-ebb) ![p]" in story.body
    assert "![p](flood-tide/p.png)" in story.body


def test_a_pelican_site_with_key_value_lines(tmp_path):
    found, _ = site(tmp_path, {
        "pelicanconf.py": "ARTICLE_URL = '{date:%Y}/{slug}.html'\n",
        "content/town/storm.md": "Title: Storm: the night\nDate: 2001-02-03 04:05\nAuthors: Ada Quay; Jo Lamb\nTags: wind, sea\nCategory: Town\n"
        "Summary: A long\n    night\nStatus: draft\n\nWind. [more]({filename}../other.md) ![s]({static}/images/s.jpg)\n",
        "content/images/s.jpg": b"jpg",
    })  # fmt: skip
    (story,) = found.values()
    assert (story.title, story.date.text) == ("Storm: the night", "2001-02-03T04:05:00+00:00")
    assert (story.bylines, story.tags, story.section) == (("Ada Quay", "Jo Lamb"), ("wind", "sea"), "Town")
    assert (story.summary, story.status) == ("A long night", Status.DRAFT)
    assert story.aliases == ("/2001/storm-the-night.html",)
    assert "more (../other.md)" in story.body
    assert "(storm/s.jpg)" in story.body


def test_eleventy_and_mkdocs_addresses(tmp_path):
    found, _ = site(
        tmp_path / "a",
        {"mkdocs.yml": "site_name: x\n", "docs/blog/posts/x.md": "---\ndate: 2020-01-02\n---\n# My Post\n\nHi\n"},
    )
    assert found["stories/2020/x.md"].aliases == ("/blog/2020/01/02/my-post/",)
    found, _ = site(
        tmp_path / "b", {".eleventy.js": "", "posts/hey.md": "---\ntitle: Hey\ndate: 2020-01-02\n---\nHi\n"}
    )
    assert found["stories/2020/hey.md"].aliases == ("/posts/hey/",)


def test_pictures_outside_of_the_site_stay_outside(tmp_path):
    (tmp_path / "secret.png").write_bytes(b"secret")
    found, _ = site(
        tmp_path,
        {
            "hugo.toml": "",
            "content/a.md": "---\ntitle: A\ndate: 2020-01-01\n---\n![x](../../secret.png) ![y](/etc/x.png)\n",
        },
    )
    assert "(../../secret.png)" in found["stories/2020/a.md"].body
    assert not list((tmp_path / "new").rglob("*.png"))


@pytest.mark.parametrize(
    ("text", "line"), [("---\ntitle: a: b\n---\nx", 2), ("---\ntitle: x\nbody", 1), ("+++\ntitle = \n+++\nx", 1)]
)
def test_fields_that_cannot_be_read_are_named_with_their_line(text, line):
    (problem,) = read(text, "x.md", "markdown")
    assert isinstance(problem, Problem)
    assert problem.line == line


def test_words_that_yaml_would_change_stay_words():
    (story,) = stories("---\ntitle: on\ndate: 2020-01-01\ntags: [no, 010, 12:30]\n---\nx", "x.md")
    assert (story.title, story.tags) == ("on", ("no", "010", "12:30"))
