"""Sites of other systems as people really keep them, small and with everything ugly that was seen in large ones.

Every paper is invented. Each story's text opens with words of its own, by which its page is found; `links` says where the
links in them must lead: (words of the story, words of the link, words of the story it leads to, anchor).
"""

# ruff: noqa: E501 - captures keep their own lines

from typing import NamedTuple

JPEG = b"\xff\xd8\xff\xe0jpeg"


class OldSite(NamedTuple):
    """A site: its files, how many stories are written, old addresses by the words of the stories to which these must
    lead, where its links lead, what stays as text, how many links that is, how many stories wait."""

    files: dict[str, str | bytes]
    written: int
    old: dict[str, str]
    links: tuple[tuple[str, str, str, str], ...]
    texts: tuple[str, ...]
    missed: int
    waiting: int = 0


HUGO = OldSite(
    {
        "hugo.toml": 'baseURL = "https://quay.example/paper/"\n[permalinks]\nnews = "/:year/:month/:day/:slug/"\n',
        "content/news/_index.md": "---\ntitle: News\n---\n",
        "content/news/mill/index.md": '+++\ntitle = "Either/Or: the mill"\ndate = 1995-05-05T23:30:00-04:00\ncategories = ["Town", "Fire / Rescue"]\naliases = ["/old/mill", "/1995/mill.html"]\n+++\n'
        "Burnt for two nights.\n\n{{< figure src=\"Mill.JPG\" caption=\"A mill\" >}}\n\n[Programme](programme.pdf), [next to it]({{< ref \"../ferry.md#tides\" >}}), [by name]({{< relref \"Low Water.md\" >}}), [gone]({{< ref \"nowhere.md\" >}}).\n",
        "content/news/mill/mill.jpg": JPEG,
        "content/news/mill/programme.pdf": b"%PDF-1.4",
        "content/news/ferry.md": '---\ntitle: "Ferry: 50% off"\ndate: 1996-01-02 08:00:00 +0100\ntags: [on, 010]\nid: [7]\n---\n'
        "Cheaper from Monday.\n\n1. First\n    - inner [mill](/1995/05/05/either-or-the-mill/)\n        - innermost [Mill](/OLD/Mill)\n2. Second [same][m]\n\n## Tides\n\n"
        "[whole](https://quay.example/paper/1995/05/05/either-or-the-mill/#end), [bundle](mill/index.md), [short]({{< ref \"mill\" >}}), [two of a name]({{< ref \"a.md\" >}}), [unprinted](/letters/secret/).\n\n"
        "[m]: {{< ref \"/news/mill\" >}} \"The mill\"\n",
        "content/news/Low Water.md": '---\ntitle: Low water\ndate: 1996-01-03\n---\nThe quay fell dry. [Ferry](ferry.md) ![chart](/images/tide%20chart.png) ![lost](/images/lost.png)\n',
        "content/letters/a.md": '{"title": "No", "date": "1996-03-04", "categories": ["Letters", "Post"], "slug": "a-letter"}\n\nDear all. <a href="{{< ref "/news/ferry.md" >}}">Ferry</a>\n',
        "content/notices/a.md": '+++\ntitle = "No"\ndate = "1996-03-04T12:00:00Z"\nurl = "/briefe/nein.html"\n+++\nLiebe alle. [A letter](/letters/a-letter/?utm=1#p.s.) [Tag](/tags/on/) [Home](/) [Other tag](/tags/nobody/) `[code](/x/)`\n',
        "content/letters/secret.md": '+++\ntitle = "Not yet"\ndate = 1997-01-01\ndraft = true\n+++\nUnprinted. [Ferry](../../1996/01/02/ferry-50-off/)\n',
        "content/about.md": "---\ntitle: About us\n---\nPrinted on Fridays. [The mill](/old/mill/)\n",
        "static/images/tide chart.png": b"png",
    },
    7,
    {"1996/01/02/ferry-50-off/": "Cheaper from", "1995/05/05/either-or-the-mill/": "Burnt for two", "briefe/nein.html": "Liebe alle"},
    (
        ("Burnt for two", "next to it", "Cheaper from", "#tides"),
        ("Burnt for two", "by name", "The quay fell", ""),
        ("Cheaper from", "mill", "Burnt for two", ""),
        ("Cheaper from", "Mill", "Burnt for two", ""),
        ("Cheaper from", "same", "Burnt for two", ""),
        ("Cheaper from", "whole", "Burnt for two", "#end"),
        ("Cheaper from", "bundle", "Burnt for two", ""),
        ("Cheaper from", "short", "Burnt for two", ""),
        ("The quay fell", "Ferry", "Cheaper from", ""),
        ("Dear all", "Ferry", "Cheaper from", ""),
        ("Liebe alle", "A letter", "Dear all", "#p.s."),
        ("Printed on", "The mill", "Burnt for two", ""),
    ),
    ("gone (nowhere.md)", "two of a name (a.md)", "unprinted (/letters/secret/)", "lost (/images/lost.png)", "Other tag (/tags/nobody/)"),
    5,
    waiting=1,
)  # fmt: skip

JEKYLL = OldSite(
    {
        "_config.yml": "url: https://quay.example\nbaseurl: /blog\npermalink: /:categories/:year/:month/:day/:title.html\ntimezone: America/New_York\n",
        "_posts/2019-03-04-flood-tide.md": "---\nlayout: post\ntitle: 'Flood / tide'\ndate: 2019-03-05 02:30:00 +0000\ncategories: [News, Town]\n---\n"
        "The water rose. [ebb]({% post_url 2018-01-02-ebb %}#low), [link]({{ site.baseurl }}{% link _posts/2018-01-02-ebb.md %}), [own]({{ '/2018/01/02/ebb.html' | relative_url }}) ![p]({{ site.baseurl }}/assets/p.png)\n\n"
        "{% highlight ruby %}\nputs '{{ x }} [a](b)'\n{% endhighlight %}\n",
        "_posts/2018-01-02-ebb.md": "---\ntitle: Ebb\n---\nThe water left. [flood](/blog/news/town/2019/03/04/flood-tide.html) [beside](2019-03-04-flood-tide.md) [gone]({% post_url 2001-01-01-gone %}) [data](/assets/d.csv)\n",
        "_posts/notes/2020-02-03-Neap_Tide.markdown": "---\ntitle: Neap\ncategory: Notes\n---\nNeither nor. [flood][f] [in a folder]({% post_url notes/2020-02-03-Neap_Tide %})\n\n[f]: {% post_url 2019-03-04-flood-tide %}\n",
        "_drafts/spring.md": "---\ntitle: Spring\n---\nNot dated.\n",
        "assets/p.png": b"png",
        "assets/d.csv": b"a,b\n",
        "index.md": "---\ntitle: Home\n---\n",
    },
    3,
    {"news/town/2019/03/04/flood-tide.html": "The water rose", "notes/2020/02/03/Neap_Tide.html": "Neither nor"},
    (
        ("The water rose", "ebb", "The water left", "#low"),
        ("The water rose", "link", "The water left", ""),
        ("The water rose", "own", "The water left", ""),
        ("The water left", "flood", "The water rose", ""),
        ("The water left", "beside", "The water rose", ""),
        ("Neither nor", "flood", "The water rose", ""),
        ("Neither nor", "in a folder", "Neither nor", ""),
    ),
    ("gone (2001-01-01-gone)",),
    1,
    waiting=1,
)  # fmt: skip

PELICAN = OldSite(
    {
        "pelicanconf.py": "SITENAME = 'Quay'\nARTICLE_URL = '{date:%Y}/{date:%b}/{slug}.html'\nARTICLE_SAVE_AS = ARTICLE_URL\n",
        "publishconf.py": "SITEURL = 'https://quay.example'\n",
        "content/town/storm.md": "Title: Storm / the night\nDate: 2001-02-03 23:05\nAuthors: Ada Quay; Jo Lamb\nTags: wind, sea\nCategory: Town\nSummary: A long\n    night\n\n"
        "Wind. [Ebb]({filename}../ebb.md#low) [old]({filename}/ebb.md) [Bar](|filename|../again.md) [own](/2001/Feb/low-water.html) [tag]({tag}wind) [us]({filename}../pages/about us.md) [none]({filename}../none.md)\n\n![s]({static}/images/s.jpg) [pdf]({attach}storm.pdf)\n",
        "content/town/storm.pdf": b"%PDF-1.4",
        "content/ebb.md": "Title: Ebb\nDate: 2001-02-04\nSlug: low-water\n\nThe water left. [home]({index}) [Storm](https://quay.example/2001/Feb/storm-the-night.html)\n",
        "content/again.md": "Title: Ebb\nDate: 2001-03-04\nSlug: ebb-again\nModified: 2001-03-05 10:00\n\nIt left again. <a href='{filename}town/storm.md'>Storm</a>\n",
        "content/pages/about us.md": "Title: About us\n\nWe print. [Storm]({filename}../town/STORM.md)\n",
        "content/images/s.jpg": JPEG,
    },
    4,
    {"2001/Feb/storm-the-night.html": "Wind", "pages/about-us.html": "We print"},
    (
        ("Wind", "Ebb", "The water left", "#low"),
        ("Wind", "old", "The water left", ""),
        ("Wind", "Bar", "It left again", ""),
        ("Wind", "own", "The water left", ""),
        ("Wind", "us", "We print", ""),
        ("The water left", "Storm", "Wind", ""),
        ("It left again", "Storm", "Wind", ""),
        ("We print", "Storm", "Wind", ""),
    ),
    ("none (../none.md)",),
    1,
)  # fmt: skip

ELEVENTY = OldSite(
    {
        ".eleventy.js": "module.exports = {};\n",
        "src/posts/2020-01-02-gate.md": "---\ntitle: Gate\n---\nThe gate opened. [lock](./lock.md) [lock again](../lock/) [whole]({{ '/posts/lock/' | url }}) [gone](/posts/gone/)\n",
        "src/posts/lock.md": "---\ntitle: Lock\ndate: 2020-01-03\n---\nThe lock closed. [gate](/posts/gate/#x) [by file](2020-01-02-gate.md) ![k](key.png)\n",
        "src/posts/key.png": b"png",
    },
    2,
    {"posts/gate/": "The gate opened", "posts/lock/": "The lock closed"},
    (
        ("The gate opened", "lock", "The lock closed", ""),
        ("The gate opened", "lock again", "The lock closed", ""),
        ("The gate opened", "whole", "The lock closed", ""),
        ("The lock closed", "gate", "The gate opened", "#x"),
        ("The lock closed", "by file", "The gate opened", ""),
    ),
    ("gone (/posts/gone/)",),
    1,
)  # fmt: skip

MKDOCS = OldSite(
    {
        "mkdocs.yml": "site_name: Quay\nsite_url: https://quay.example/docs/\n",
        "docs/index.md": "# Home\n",
        "docs/blog/posts/2020/weir.md": "---\ndate: 2020-01-02\ncategories:\n  - Town\n  - Sea\n---\n# The weir\n\nThe weir broke. [sluice](../2021/sluice.md#how) [home](../../../index.md) ![w](../../w.png)\n",
        "docs/blog/posts/2021/sluice.md": "---\ndate: 2021-01-02\ndraft: false\n---\n# Sluice & co\n\nThe sluice held. [weir](/docs/blog/2020/01/02/the-weir/) [file](../2020/weir.md)\n",
        "docs/blog/w.png": b"png",
    },
    2,
    {"blog/2020/01/02/the-weir/": "The weir broke", "blog/2021/01/02/sluice-co/": "The sluice held"},
    (
        ("The weir broke", "sluice", "The sluice held", "#how"),
        ("The sluice held", "weir", "The weir broke", ""),
        ("The sluice held", "file", "The weir broke", ""),
    ),
    ("home (../../../index.md)",),
    1,
)  # fmt: skip

WORDPRESS_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Quay</title><link>https://quay.example</link><wp:base_blog_url>https://quay.example</wp:base_blog_url>
"""


def post(
    number: int, title: str, link: str, body: str, status: str = "publish", categories: str = "Town", kind: str = "post"
) -> str:
    """One post of an export; categories are divided by a stroke."""
    terms = "".join(
        f'<category domain="category" nicename="x"><![CDATA[{name}]]></category>' for name in categories.split("|")
    )
    return f"""<item><title><![CDATA[{title}]]></title><link>https://quay.example{link}</link><dc:creator>ada</dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>1995-05-05 23:30:00</wp:post_date>
<wp:post_date_gmt>1995-05-06 03:30:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{terms}</item>
"""


def export(*posts: str) -> str:
    """A whole export of these posts."""
    return WORDPRESS_HEAD + "".join(posts) + "</channel></rss>"


WORDPRESS = OldSite(
    {
        "export.xml": export(
            post(1, "Either/Or", "/1995/05/05/either-or/", 'It burned.<ol><li>First<ul><li>inner <a href="http://www.quay.example/?p=2#deck">ferry</a></li></ul></li></ol>\n\n<a href="/1995/05/05/caf%C3%A9/">café</a> <a href="https://quay.example/1995/05/05/gone/">gone</a> <a href="https://quay.example/wp-content/uploads/p.pdf">pdf</a> <a href="https://elsewhere.example/">out</a>', categories="Town|Fire &amp; Rescue"),
            post(2, "Ferry", "/?p=2", '<!-- wp:paragraph --><p>The ferry came. <a href="https://quay.example/?p=1">mill</a> <a href="https://quay.example/?page_id=5&amp;x=1">us</a> <a href="https://quay.example/category/town/">town</a></p><!-- /wp:paragraph -->', categories="Sea|Town|Sport"),
            post(3, "Ferry", "/1995/05/05/ferry-2/", "[caption id='x' width='3']<a href='https://quay.example/wp-content/uploads/f.jpg'><img src='https://quay.example/wp-content/uploads/f.jpg'></a> A ferry[/caption]It went. <a href='https://quay.example/1995/05/05/Either-Or'>mill</a> <a href='https://quay.example/?p=4'>unprinted</a>"),
            post(4, "Unprinted", "/?p=4", 'Not yet. <a href="https://quay.example/?p=3">ferry</a>', status="draft"),
            post(5, "About", "/about-us/", 'We print. <a href="https://quay.example/1995/05/05/ferry-2/">ferry</a>', kind="page"),
            post(6, "Café", "/1995/05/05/caf%c3%a9/", "Coffee was had."),
        ),
        "wp-content/uploads/p.pdf": b"%PDF-1.4",
        "wp-content/uploads/f.jpg": JPEG,
    },
    6,
    {"1995/05/05/café/": "Coffee was", "1995/05/05/either-or/": "It burned"},
    (
        ("It burned", "ferry", "The ferry came", "#deck"),
        ("It burned", "café", "Coffee was", ""),
        ("The ferry came", "mill", "It burned", ""),
        ("The ferry came", "us", "We print", ""),
        ("It went", "mill", "It burned", ""),
        ("We print", "ferry", "It went", ""),
    ),
    ("gone (https://quay.example/1995/05/05/gone/)", "unprinted (https://quay.example/?p=4)"),
    2,
)  # fmt: skip

SITES = {
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "pelican": PELICAN,
    "eleventy": ELEVENTY,
    "mkdocs": MKDOCS,
    "wordpress": WORDPRESS,
}
