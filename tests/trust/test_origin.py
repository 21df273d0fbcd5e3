"""A link to where a story first stood names the copy that a web archive has of it."""

from __future__ import annotations

import re

import pytest

LIVE = "https://gazette.example/1995/ferry.html?a=1&b=2"


def link(tiny, **origin: str) -> str:
    tiny.settings('title = "Tiny"\ntheme = "broadsheet"\n')
    fields = ", ".join(f'{name}: "{value}"' for name, value in origin.items())
    tiny.story("ferry", origin=f'{{outlet: Gazette, url: "{LIVE}", {fields}}}')
    tiny.build()
    page = tiny.site()["1995/05/05/ferry/index.html"].decode()
    return re.findall(r'<a href="https://gazette\.example[^>]*>', page)[0]


@pytest.mark.parametrize(
    ("archived", "captured", "day"),
    [
        ("https://web.archive.example/web/19961102083000/https://gazette.example/", "1999-01-01", "1996-11-02"),
        ("https://web.archive.example/web/19961102id_/https://gazette.example/", "", "1996-11-02"),
        ("https://archive.example/abc", "1996-11-02T08:30:00Z", "1996-11-02"),
        ("https://archive.example/abc", "one day in autumn", ""),
    ],
)
def test_the_link_has_the_attributes_of_robust_links(tiny, archived, captured, day):
    found = link(tiny, archived_url=archived, captured=captured)
    assert f'data-originalurl="{LIVE.replace("&", "&amp;")}"' in found
    assert f'data-versionurl="{archived}"' in found
    assert re.findall(r'data-versiondate="(.*?)"', found) == ([day] if day else [])


def test_a_link_without_a_copy_is_a_plain_link(tiny):
    assert "data-" not in link(tiny, captured="1996-11-02")
