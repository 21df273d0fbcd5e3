"""What a link in a story means: another story, an address, a file; and what followed it."""

import pytest

from backfile.catalogue.mentions import mention_of
from backfile.prose import Link

MEANT = [
    ("other.md", "s:1995/other.md", ""),
    ("/1996/other.md#end", "s:1996/other.md", "#end"),
    ("/1996/other/", "a:/1996/other/", ""),
    ("/1996/other", "a:/1996/other/", ""),
    ("/1996/other/index.html?from=list#end", "a:/1996/other/", "?from=list#end"),
    ("/1996/other/#what?", "a:/1996/other/", "#what?"),
    ("/feed.xml", "a:/feed.xml", ""),
    ("report%201.pdf", "f:1995/report 1.pdf", ""),
    ("/papers/report.pdf", "f:papers/report.pdf", ""),
    ("../", "r:../", ""),
]


@pytest.mark.parametrize(("target", "key", "tail"), MEANT)
def test_a_link_means_what_its_target_says(target, key, tail):
    found = mention_of("1995/flood.md", Link("link", target, 3, 4))
    assert (found.key, found.tail, found.line, found.text) == (key, tail, 3, target)


def test_a_link_within_the_page_means_nothing_of_the_site():
    assert mention_of("1995/flood.md", Link("link", "#end", 3, 4)) is None
