"""A site cut into several repositories below one front: each file at its address, none twice, none missing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from backfile.config import parse_config
from backfile.model import BackfileError
from backfile.publication import GITHUB, cut_advised, parts_weighed, weight_problems
from tests.engine.tiny import SETTINGS
from tests.publishing.conftest import git

CUT = SETTINGS.replace("https://archive.example/a/", "https://archive.example/") + (
    '[shards]\npaths = ["1990-1999", "tags"]\nrepository = "{bare}/{{path}}.git"\n'
)


@pytest.fixture
def cut(newsroom, tmp_path):
    """A newsroom whose archive is cut: 1995 and the tags have repositories of their own."""
    newsroom.tiny.settings(CUT.format(bare=tmp_path))
    newsroom.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.", tags="[Weather]")
    newsroom.tiny.story("2001/calm", "The calm", "2001-06-01", "It did not.", tags="[Weather]")
    for name in ("1995", "tags"):
        git(tmp_path, "init", "--quiet", "--bare", f"{name}.git")
    return newsroom


def files_in(folder, name: str) -> set[str]:
    return set(git(folder / f"{name}.git", "ls-tree", "-r", "--name-only", "gh-pages").split())


def test_each_file_is_in_one_repository_at_the_address_that_it_has(cut, tmp_path):
    published = cut.publish()
    parts = {f"{name}/{path}" for name in ("1995", "tags") for path in files_in(tmp_path, name)}
    made = {"1995/.nojekyll", "tags/.nojekyll"}
    front = set(cut.branch())
    assert "1995/06/01/gale/index.html" in parts
    assert "2001/06/01/calm/index.html" in front
    assert parts & front == set()
    assert (parts - made) | front - {".nojekyll", "CNAME"} == set(cut.tiny.site())
    assert published.hint.count(".git") == 3
    assert published.tally.added == len(cut.tiny.site()) + 4  # .nojekyll of each, and the domain of the front


class Links(HTMLParser):
    """Every address that a page asks a browser for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.found |= {told[name] for name in ("href", "src") if told.get(name)}
        self.found |= {one.split()[0] for one in (told.get("srcset") or "").split(",") if one.strip()}


def dead_links(site: dict[str, str]) -> tuple[int, list[str]]:
    """(links from one part of a site to another, those of all that lead to no file), as a visitor meets them."""
    across, dead = 0, []
    for path, text in site.items():
        page = f"https://archive.example/{path}".removesuffix("index.html")
        if path.endswith(".html"):
            found = Links(text).found
        else:
            found = set(re.findall(r"https://archive\.example/[^<\"\s]*", text)) if path.endswith("xml") else set()
        for link in found:
            meant = urlsplit(urljoin(page, link))
            if meant.netloc != "archive.example" or meant.scheme != "https":
                continue
            file = unquote(meant.path).lstrip("/")
            file += "index.html" if file.endswith("/") or not file else ""
            across += file.split("/")[0] != path.split("/")[0] and "/" in file and "/" in path
            dead += [] if file in site else [f"{path}: {link}"]
    return across, dead


def test_every_link_leads_somewhere_across_the_parts_as_a_visitor_goes(cut, tmp_path):
    cut.tiny.settings(CUT.format(bare=tmp_path).replace('"plain"', '"broadsheet"'))
    cut.tiny.story("2001/calm", "The calm", "2001-06-01", "After [the gale](../1995/gale.md).", tags="[Weather]")
    cut.publish()
    site: dict[str, str] = {}
    for name, bare in (("", cut.bare), ("1995/", tmp_path / "1995.git"), ("tags/", tmp_path / "tags.git")):
        for path in git(bare, "ls-tree", "-r", "--name-only", "gh-pages").split():
            if path.endswith((".html", "xml")):
                site[name + path] = git(bare, "show", f"gh-pages:{path}")
            elif path != ".nojekyll":
                assert site.setdefault(name + path, "") == ""
    across, dead = dead_links(site)
    assert dead == []
    assert across > 20
    assert "1995/06/01/gale" in site["2001/06/01/calm/index.html"]
    del site["1995/06/01/gale/index.html"]  # the checker sees what is not there
    assert len(dead_links(site)[1]) > 5


def test_only_the_parts_that_changed_are_pushed(cut, tmp_path):
    cut.publish()
    before = git(tmp_path / "1995.git", "rev-parse", "gh-pages")
    cut.tiny.story("2001/calm", "The calm", "2001-06-01", "It did not blow at all.", tags="[Weather]")
    changed = {change.path for change in cut.publish(dry_run=True).changes}
    assert "2001/06/01/calm/index.html" in changed
    assert not any(path.startswith(("1995/", "tags/")) for path in changed)
    cut.publish()
    assert git(tmp_path / "1995.git", "rev-parse", "gh-pages") == before
    assert not cut.publish().tally


def test_a_year_that_is_no_longer_cut_out_goes_back_to_the_front(cut, tmp_path):
    cut.publish()
    cut.tiny.settings(CUT.format(bare=tmp_path).replace('"1990-1999", ', ""))
    cut.publish()
    assert "1995/06/01/gale/index.html" in cut.branch()


def test_a_part_without_a_repository_stops_all_before_anything_is_sent(cut, tmp_path):
    (tmp_path / "tags.git").rename(tmp_path / "elsewhere.git")
    with pytest.raises(BackfileError, match="no repository"):
        cut.publish()
    assert git(cut.bare, "branch", "--list", "gh-pages") == ""
    assert git(tmp_path / "1995.git", "branch", "--list", "gh-pages") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[shards]\npaths = ["1990-1999"]', "does not say where each part goes"),
        ('[shards]\npaths = ["a/b"]\nrepository = "x/{path}"', "neither years nor the first step"),
        ('base_url = "https://a.example/b/"\n[shards]\npaths = ["tags"]\nrepository = "x/{path}"', "at the top of"),
    ],
)
def test_a_slip_in_the_settings_is_told(text, said):
    (problem,) = parse_config(text).problems
    assert said in problem.fault


def test_what_to_write_is_said_when_the_site_is_too_large():
    weights = {
        "": 1 << 20,
        **{str(year): 200 << 20 for year in range(1990, 2000)},
        "tags": 900 << 20,
        "bylines": 300 << 20,
    }
    assert cut_advised(weights, 1 << 30) == ("1990-1999", "tags")
    (problem,) = weight_problems(GITHUB, weights, (), "output")
    assert 'paths = ["1990-1999", "tags"]' in problem.remedy
    steps = parse_config('[shards]\npaths = ["1990-1999", "tags"]\nrepository = "x/{path}"').config.shards.steps
    assert list(weight_problems(GITHUB, weights, (), "output", steps)) == []
    assert sum(parts_weighed(weights, steps).values()) == sum(weights.values())


def test_a_year_that_is_too_large_by_itself_is_told_apart():
    weights = {"": 1 << 20, "1999": 3 << 30}
    assert cut_advised(weights, 1 << 30) == ()
    (problem,) = weight_problems(GITHUB, weights, (), "output", ("1999",))
    assert problem.fault.startswith("the part 1999/ has 3 GB")
    assert "s3://" in problem.remedy


def test_check_says_when_it_is_time_and_what_to_write(cut, monkeypatch):
    from backfile.checking import check
    from backfile.options import Options
    from backfile.publication import Host

    cut.tiny.settings(SETTINGS.replace("archive.example/a", "pilot.github.io"))
    cut.tiny.build()
    asked = Options(executor="inline")
    assert not [problem for problem in check(cut.tiny.root, asked).problems if problem.code == "site-too-large"]
    monkeypatch.setattr("backfile.checking.GITHUB", Host("GitHub Pages", 40_000))
    (problem,) = (problem for problem in check(cut.tiny.root, asked).problems if problem.code == "site-too-large")
    assert problem.source == "site.toml"
    assert 'paths = ["1995-2001"' in problem.remedy
