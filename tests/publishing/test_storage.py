"""Publishing to S3-compatible storage: a moto server on this machine stands for it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from backfile.cli import main
from backfile.depot import claim
from backfile.model import MachineError, UsageError
from backfile.options import Options
from backfile.publishing import Wishes, storage, to_storage
from backfile.publishing.places import LIST
from tests.engine.tiny import NOW, TinyArchive
from tests.publishing.conftest import objects, slow
from tests.serve.serving import until

# Both take long to import, and every process of a run collects this file.
pytestmark = pytest.mark.skipif(
    not (find_spec("s3fs") and find_spec("moto")),
    reason="the extra s3 is not installed, or moto, which stands for the storage",
)


@pytest.fixture
def desk(tmp_path):
    tiny = TinyArchive(tmp_path / "archive")
    tiny.story("1995/flood", "The flood", "1995-05-05", "It rained.")
    return tiny


def publish(tiny: TinyArchive, target: str = "s3://harbour-news/archive", **wishes: object):
    return to_storage(tiny.root, Options(executor="inline", now=NOW), Wishes(**wishes), target)


@pytest.fixture
def sent(monkeypatch):
    """The paths that were put, in order."""
    from backfile.publishing.storage import StoragePlace

    paths, put = [], StoragePlace.put
    monkeypatch.setattr(StoragePlace, "put", lambda place, source, path: (paths.append(path), put(place, source, path)))
    return paths


def test_the_bucket_gets_the_site_below_its_prefix_and_then_only_what_changed(desk, s3, sent, shared):
    s3.put_object(Bucket="harbour-news", Key="archive-old/index.html", Body=b"another site")
    publish(desk)
    assert objects(s3) == desk.site()
    sent.clear()
    desk.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    published = publish(desk)
    assert objects(s3) == desk.site()
    assert sent[0] == sent[-1] == LIST
    assert len(sent) - 2 == published.tally.changed < len(desk.site())
    sent.clear()
    assert not publish(desk).tally
    assert sent == []


def test_every_object_has_its_type_and_files_named_by_their_content_may_be_kept(desk, s3, shared):
    (desk.root / "output/static").mkdir(parents=True)
    (desk.root / "output/static/style.b564178bfb.css").write_text("p {}")
    publish(desk)

    def told(path):
        head = s3.head_object(Bucket="harbour-news", Key=f"archive/{path}")
        return head["ContentType"], head.get("CacheControl", "")

    assert told("index.html") == ("text/html; charset=utf-8", "")
    assert told("feed.xml") == ("application/atom+xml; charset=utf-8", "")
    assert told("feed.json") == ("application/feed+json; charset=utf-8", "")
    assert told("sitemap.xml") == ("application/xml; charset=utf-8", "")
    assert told("static/style.b564178bfb.css") == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")


@slow
def test_what_is_gone_from_the_site_goes_and_what_others_put_there_stays(desk, s3, shared):
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    publish(desk, "s3://harbour-news")
    s3.put_object(Bucket="harbour-news", Key="1995/06/01/gale/photo.jpg", Body=b"theirs")
    desk.drop("stories/1995/gale.md")
    publish(desk, "s3://harbour-news")
    assert objects(s3, "") == desk.site() | {"1995/06/01/gale/photo.jpg": b"theirs"}


@slow
def test_an_object_of_others_in_the_way_is_refused(desk, s3, shared):
    s3.put_object(Bucket="harbour-news", Key="archive/index.html", Body=b"It works!")
    with pytest.raises(UsageError, match=r"stand in the way \(index.html\)"):
        publish(desk)
    assert objects(s3) == {"index.html": b"It works!"}
    publish(desk, replace=True)
    assert objects(s3) == desk.site()


@slow
def test_a_lost_object_comes_back_and_an_interrupted_publication_is_taken_up(desk, s3, shared, monkeypatch):
    from backfile.publishing.storage import StoragePlace

    publish(desk)
    s3.delete_object(Bucket="harbour-news", Key="archive/1995/05/05/flood/index.html")
    assert publish(desk).tally.added == 1
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    put = StoragePlace.put

    def failing(place, source, path):
        if path == "index.html":
            raise ConnectionError("the line is cut")
        put(place, source, path)

    monkeypatch.setattr(StoragePlace, "put", failing)
    with pytest.raises(ConnectionError):
        publish(desk)
    monkeypatch.setattr(StoragePlace, "put", put)
    publish(desk)
    assert objects(s3) == desk.site()


@pytest.mark.parametrize("knows_conditions", [True, False])
def test_a_second_publication_into_the_same_place_is_turned_away(s3, shared, monkeypatch, knows_conditions):
    first, second, third = (storage.StoragePlace("s3://harbour-news/archive") for _ in range(3))
    if not knows_conditions:
        real = first.files.pipe_file
        monkeypatch.setattr(first.files, "pipe_file", lambda path, data, **_: real(path, data))
    with first.held():
        with pytest.raises(MachineError, match="another build or publication is writing there"), second.held():
            pytest.fail("two are in")
        assert standing(s3) == first.claim.mark
    assert objects(s3) == {}, "it leaves when it is done"
    with third.held():
        pass


def test_of_two_that_begin_in_the_same_moment_one_gets_in(s3, shared, monkeypatch):
    first, second = (storage.StoragePlace("s3://harbour-news/archive") for _ in range(2))
    there = second.claim._standing
    monkeypatch.setattr(
        second.claim, "_standing", lambda: monkeypatch.setattr(second.claim, "_standing", there) or b""
    )
    with first.held(), pytest.raises(MachineError, match="another build or publication"), second.held():
        pytest.fail("two are in")


def test_the_mark_of_a_publication_that_was_killed_means_nothing_after_a_while(s3, shared, monkeypatch):
    s3.put_object(Bucket="harbour-news", Key=f"archive/{claim.HELD}", Body=b"of one that is dead")
    place = storage.StoragePlace("s3://harbour-news/archive")
    with pytest.raises(MachineError, match="try again in 15 minutes"), place.held():
        pytest.fail("it may be alive")
    monkeypatch.setattr(place.claim, "_age", lambda: claim.STALE_SECONDS + 1)
    with place.held():
        assert standing(s3) == place.claim.mark


def test_a_long_publication_shows_that_it_is_alive(s3, shared, monkeypatch):
    monkeypatch.setattr(claim, "SIGN_SECONDS", 0.01)
    place = storage.StoragePlace("s3://harbour-news/archive")
    with place.held():
        s3.put_object(Bucket="harbour-news", Key=f"archive/{claim.HELD}", Body=b"old")
        until(lambda: standing(s3) == place.claim.mark)
    assert objects(s3) == {}


def standing(s3) -> bytes:
    return s3.get_object(Bucket="harbour-news", Key=f"archive/{claim.HELD}")["Body"].read()


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        ("no bucket", 2, "there is no bucket no-such-bucket"),
        ("no server", 3, "cannot be reached"),
        ("no keys", 3, "no keys were found; set AWS_ACCESS_KEY_ID"),
        ("no name", 2, "is not an address of storage, write s3://BUCKET"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(wrong, code, words, desk, s3, monkeypatch, capsys, tmp_path):
    target = "s3://harbour-news/archive"
    if wrong == "no bucket":
        target = "s3://no-such-bucket"
    elif wrong == "no server":
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    elif wrong == "no keys":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.setenv("HOME", str(tmp_path))
    else:
        target = "s3://"
    monkeypatch.chdir(desk.root)
    assert main(["publish", target, "--quiet"]) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_without_the_extra_one_sentence_says_what_to_install(desk):
    script = "import sys; sys.modules['s3fs'] = None; from backfile.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "publish", "s3://harbour-news", "--root", str(desk.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == 'error: storage needs the extra s3: pip install "backfile[s3]"\n'
