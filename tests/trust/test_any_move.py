"""Whatever editors do to their stories, every address that was ever published is a page, leads to one, or is told."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from backfile.model import Receipt
from tests.engine.tiny import SETTINGS, TinyArchive, tree

LONG = bool(os.environ.get("BACKFILE_LONG"))
NAMES = st.sampled_from(["flood", "ferry", "school", "gate"])
SLUGS = st.sampled_from(["", "one", "two", "three"])
DAYS = st.sampled_from(["1995-05-05", "1996-06-06"])
TEXTS = st.sampled_from(
    [
        "The ferry came back to the old quay on Friday morning, and half of the town stood in the rain to see it.",
        "The board met on Tuesday and agreed to dredge the inner basin before the winter comes, as it says each year.",
        "Forty children came in out of the rain on Monday, when the school on Sluice Lane opened its doors again.",
        "Short.",
    ]
)
WAYS = st.sampled_from(
    [{}, {}, {}, {"status": "draft"}, {"status": "withdrawn"}, {"aliases": "[/old/a/]"}, {"expires": "1999-01-01"}]
)


class AnyMove(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.tiny = TinyArchive(self.folder / "archive", SETTINGS)
        self.tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
        self.published: set[str] = set()

    def teardown(self):
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    def stories(self) -> list[Path]:
        return sorted((self.tiny.root / "content/stories").glob("*.md"))

    @rule(name=NAMES, slug=SLUGS, day=DAYS, text=TEXTS, way=WAYS)
    def story_is_written(self, name, slug, day, text, way):
        self.tiny.story(name, f"About the {name}", day, text, **({"slug": slug} if slug else {}), **way)
        self.build()

    @precondition(lambda self: self.stories())
    @rule(data=st.data(), other=NAMES)
    def file_is_renamed(self, data, other):
        path = data.draw(st.sampled_from(self.stories()))
        path.replace(path.with_name(f"{other}.md"))
        self.build()

    @precondition(lambda self: self.stories())
    @rule(data=st.data())
    def story_is_deleted(self, data):
        data.draw(st.sampled_from(self.stories())).unlink()
        self.build()

    @rule(pattern=st.sampled_from(["/{year}/{month}/{day}/{slug}/", "/{year}/{slug}/"]))
    def pattern_changes(self, pattern):
        self.tiny.settings(SETTINGS + f'permalink = "{pattern}"\n')

    @rule()
    def state_is_lost(self):
        shutil.rmtree(self.tiny.root / ".backfile", ignore_errors=True)

    def build(self) -> Receipt | None:
        """Build, and look for every address that was published before; None when there are errors to mend."""
        receipt = self.tiny.build()
        if any(problem.level.value == "error" for problem in receipt.problems):
            return None
        pages = {f"/{path.removesuffix('index.html')}" for path in self.tiny.site() if path.endswith("/index.html")}
        lost = {p.fault.split(" ")[0] for p in receipt.problems if p.code == "address-lost"}
        assert receipt.addresses_lost == len(lost)
        assert not lost & pages
        for address in self.published - lost - self.expired():
            assert address in pages, f"{address} is no page, and nobody was told"
        self.published |= {page for page in pages if self.is_of_a_story(page)}
        return receipt

    @rule()
    def site_equals_a_clean_build_and_that_of_another_machine(self):
        if receipt := self.build():
            site = self.tiny.site()
            assert site == self.tiny.clean_build()
            again = self.tiny.build()
            assert (again.rendered, again.addresses_new, again.addresses_lost) == (0, 0, receipt.addresses_lost)
            self.elsewhere(site)

    def elsewhere(self, site):
        """A machine that has nothing but the repository makes the same site, and finds nothing to add."""
        other = self.folder / "elsewhere"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.tiny.root, other, ignore=shutil.ignore_patterns(".backfile", "output", "clean"))
        copy = TinyArchive.__new__(TinyArchive)
        copy.root = other
        assert copy.build().addresses_new == 0
        assert tree(other / "output") == site

    def expired(self) -> set[str]:
        lines = (self.tiny.root / "content/addresses.txt").read_text().splitlines()
        gone = {path.name for path in self.stories() if "expires" in path.read_text()}
        return {line.split("\t")[0] for line in lines if any(f"/{name}" in line for name in gone)}

    def is_of_a_story(self, page: str) -> bool:
        made = r"/\d{4}/(\d\d/)*|/(years|on-this-day|tags|sections|search)/.*|/"
        return not re.fullmatch(made, page)


AnyMove.TestCase.settings = settings(
    max_examples=300 if LONG else 8,
    stateful_step_count=40 if LONG else 14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyMove = AnyMove.TestCase


def test_a_twin_that_has_expired_does_not_excuse_a_lost_address(tiny):
    text = "Forty children came in out of the rain on Monday, when the school on Sluice Lane opened its doors again."
    tiny.story("school", "About the school", "1995-05-05", text)
    tiny.story("flood", "About the flood", "1995-05-05", text, expires="1999-01-01")
    tiny.build()
    tiny.drop("stories/school.md")
    receipt = tiny.build()
    assert [p.fault.split(" ")[0] for p in receipt.problems if p.code == "address-lost"] == ["/1995/05/05/school/"]
