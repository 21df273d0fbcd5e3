"""A WordPress export comes over whole: terms, names, status, pictures, captions, shortcodes, blocks, old addresses."""

# ruff: noqa: E501 - captures keep their own lines

from backfile.cli import main
from backfile.model import Problem, Status
from tests.importers.reading import read, shown, stories

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>The Quay Courier</title><link>https://quay.example</link><wp:base_blog_url>https://quay.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name><![CDATA[Ada Øystad]]></wp:author_display_name></wp:author>
<item><title>mill</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://quay.example/wp-content/uploads/1995/05/mill.jpg</wp:attachment_url>
<excerpt:encoded><![CDATA[The mill &amp; the quay]]></excerpt:encoded>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A mill</wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>_media_credit</wp:meta_key><wp:meta_value>Jo Lamb</wp:meta_value></wp:postmeta></item>
"""
TAIL = "</channel></rss>"


def post(content: str, **told) -> str:
    fields = {
        "title": "Either/Or: the mill",
        "post_id": "12",
        "post_date": "1995-05-05 23:30:00",
        "post_name": "either-or",
        "post_date_gmt": "1995-05-06 03:30:00",
        "status": "publish",
        "post_type": "post",
        "more": "",
        **told,
    }
    return (
        HEAD
        + f"""<item><title><![CDATA[{fields["title"]}]]></title>
<link>https://quay.example/1995/05/05/either-or/</link><dc:creator><![CDATA[ada]]></dc:creator>
<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{fields["post_id"]}</wp:post_id><wp:post_date>{fields["post_date"]}</wp:post_date>
<wp:post_date_gmt>{fields["post_date_gmt"]}</wp:post_date_gmt><wp:post_name>{fields["post_name"]}</wp:post_name>
<wp:status>{fields["status"]}</wp:status><wp:post_type>{fields["post_type"]}</wp:post_type>
<category domain="category" nicename="town"><![CDATA[Town & Quay]]></category>
<category domain="category" nicename="fires"><![CDATA[Fires]]></category>
<category domain="post_tag" nicename="mill"><![CDATA[Mill]]></category>{fields["more"]}</item>"""
        + TAIL
    )


def test_every_field_of_a_post_comes_over():
    (story,) = stories(post("Hello."), "export.xml")
    assert story.title == "Either/Or: the mill"
    assert story.date.text == "1995-05-06T03:30:00+00:00"
    assert (story.section, story.tags) == ("Town & Quay", ("Mill", "Fires"))
    assert story.bylines == ("Ada Øystad",)
    assert story.slug == "either-or"
    assert story.aliases == ("/1995/05/05/either-or/",)
    assert (story.origin.outlet, story.origin.url) == ("The Quay Courier", "https://quay.example/1995/05/05/either-or/")


def test_paragraphs_without_tags_are_paragraphs_and_lines_stay_lines():
    (story,) = stories(post("One day.\nSecond line.\n\n1984. That was\n\n#schools & *stars*"), "export.xml")
    assert story.body == "One day.  \nSecond line.\n\n1984\\. That was\n\n\\#schools & \\*stars\\*"
    assert shown(story.body) == "One day. Second line. 1984. That was #schools & *stars*"


def test_blocks_lists_in_lists_and_tables_keep_their_shape():
    content = """<!-- wp:list --><ul><li>Boats<ul><li>Ferry<ol><li>Crew</li></ol></li></ul></li><li>Nets</li></ul><!-- /wp:list -->
<!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>Tide</td><td>4|5</td></tr><tr><td>Ebb</td><td>3</td></tr>
</tbody></table></figure><!-- /wp:table --><!-- wp:paragraph --><p>End.</p><!-- /wp:paragraph -->"""
    (story,) = stories(post(content), "export.xml")
    assert "- Boats\n    - Ferry\n        1. Crew\n- Nets" in story.body
    assert "| Tide | 4\\|5 |" in story.body
    assert shown(story.body) == "Boats Ferry Crew Nets Tide 4|5 Ebb 3 End."


def test_captions_galleries_and_lead_pictures_keep_caption_and_credit():
    content = (
        '[caption id="attachment_7" width="300"]<img src="https://quay.example/wp-content/uploads/a.jpg" alt="A"> '
        'By the <em>quay</em>[/caption]\n\n[gallery ids="7"]'
    )
    more = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>"
    found = read(post("Text. " + content, more=more), "export.xml")[0]
    assert (
        '<figure><img src="beside:wp-content/uploads/a.jpg" alt="A"><figcaption>By the quay</figcaption></figure>'
        in found.story.body
    )
    assert "The mill &amp; the quay" in found.story.body
    assert "wp-content/uploads/1995/05/mill.jpg" in found.pictures
    (story,) = stories(post("Text.", more=more), "export.xml")
    assert story.images[0][1:4] == ("A mill", "The mill & the quay", "Jo Lamb")


def test_shortcodes_that_nobody_knows_stay_as_text():
    (story,) = stories(post('Before [weather town="x"] after. [embed]https://v.example/1[/embed]'), "export.xml")
    assert '[weather town="x"] after.' in shown(story.body)
    assert "https://v.example/1" in shown(story.body)


def test_what_was_not_public_is_a_draft_and_says_so():
    found = read(post("Secret.", status="private"), "export.xml")[0]
    assert found.story.status is Status.DRAFT
    assert "not public" in found.review[0]
    assert stories(post("x", status="draft"), "export.xml")[0].status is Status.DRAFT


def test_an_export_that_breaks_off_gives_nothing_but_its_line():
    (problem,) = read(post("Hello.")[:-200], "export.xml", "wordpress")
    assert isinstance(problem, Problem)
    assert problem.line > 5
    assert "not whole" in problem.fault


def test_a_slug_that_climbs_stays_inside():
    (story,) = stories(post("x", post_name="..%2f..%2fetc%2fpasswd"), "export.xml")
    assert "/" not in story.slug
    assert ".." not in story.slug


def test_a_whole_export_is_built_pages_are_pages_and_old_addresses_lead_to_the_new(tmp_path, monkeypatch, capsys):
    page = """<item><title>About / us</title><link>https://quay.example/?page_id=14</link>
<content:encoded><![CDATA[We print on Fridays.]]></content:encoded><wp:post_id>14</wp:post_id><wp:post_date>1994-01-01 10:00:00</wp:post_date>
<wp:post_name>about-us</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type>
<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>about-the-courier</wp:meta_value></wp:postmeta></item>"""
    text = post("The mill burnt for two nights.").replace(TAIL, page + TAIL).replace("/1995/05/05/either-or/", "/?p=12")
    text = text.replace("https://quay.example/?p=12", "https://quay.example/town/either-or.html")
    (tmp_path / "export.xml").write_text(text)
    (tmp_path / "site.toml").write_text('title = "Quay"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["import", "export.xml"]) == 0
    assert "2 read = 2 written" in capsys.readouterr().out
    assert (tmp_path / "content/pages/about-us.md").exists()
    assert main(["build"]) == 0
    output = tmp_path / "output"
    assert "We print on Fridays." in (output / "about-us/index.html").read_text()
    (story,) = output.glob("1995/05/*/*/index.html")
    assert story.parent.name in (output / "town/either-or.html").read_text()
    assert main(["import", "export.xml"]) == 0
    assert "2 read = 0 written + 2 unchanged" in capsys.readouterr().out
