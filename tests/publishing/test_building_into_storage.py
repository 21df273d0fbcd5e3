"""`build --output s3://…`: workers put the pages themselves, and only those that changed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from backfile import crew, execute, lastbuild, pipeline
from backfile.cli import main
from backfile.depot import bucket
from backfile.depot.bucket import Bucket
from backfile.depot.claim import HELD, Claim
from backfile.depot.storage import STAGE
from backfile.model import MachineError, UsageError
from backfile.opening import opened
from backfile.options import Options
from tests.engine.test_cluster import Elsewhere
from tests.engine.tiny import NOW, TinyArchive
from tests.publishing.conftest import keys, objects, slow

# Both take long to import, and every process of a run collects this file.
pytestmark = pytest.mark.skipif(
    not (find_spec("s3fs") and find_spec("moto")),
    reason="the extra s3 is not installed, or moto, which stands for the storage",
)
TARGET = "s3://harbour-news/archive"
PROJECT = Path(__file__).parents[2]


class Far(TinyArchive):
    """An archive whose site is written into storage."""

    def build(self, **wishes: object):
        return super().build(**({"storage": TARGET} | wishes))

    def clean_build(self, **wishes: object) -> dict[str, bytes]:
        """The site that a build into a folder makes from nothing."""
        return super().clean_build(storage="", **wishes)


@pytest.fixture
def far(tmp_path, s3, shared) -> Far:
    tiny = Far(tmp_path / "archive")
    tiny.put("images/pixel.jpg", b"a picture")
    for number in range(4):
        tiny.story(f"s{number}", f"Story {number}", f"199{number}-05-05", image="{src: /images/pixel.jpg, alt: A}")
    return tiny


@pytest.fixture
def acts(monkeypatch) -> list[tuple[str, str]]:
    """What is done in the storage, in order: (put, copy or remove; path)."""
    done: list[tuple[str, str]] = []

    def noted(name, paths_of):
        real = getattr(Bucket, name)

        def act(bucket, first, *rest):
            first = first if name == "put_file" else dict(first) if name == "put" else list(first)
            done.extend((name, path) for path in paths_of(first, *rest))
            return real(bucket, first, *rest)

        monkeypatch.setattr(Bucket, name, act)

    noted("put", lambda files: files)
    noted("put_file", lambda source, path: [path])
    noted("copy", lambda pairs: [target for _, target in pairs])
    noted("remove", lambda paths: [path for path in paths if not path.startswith(".backfile-publish")])
    return done


def errors(receipt) -> list[str]:
    return [problem.fault for problem in receipt.problems if problem.level == "error"]


def puts(acts: list[tuple[str, str]]) -> list[str]:
    """The paths that were put or copied, wherever they waited."""
    return [path for act, path in acts if act != "remove" and not path.startswith(STAGE)]


def test_the_bucket_gets_the_very_bytes_that_a_folder_would_get(far, s3):
    s3.put_object(Bucket="harbour-news", Key="archive-old/index.html", Body=b"another site")
    receipt = far.build()
    assert objects(s3) == far.clean_build()
    assert errors(receipt) == []
    assert receipt.written == receipt.pages == len(objects(s3)) - 1  # the list of files is no page
    assert not (far.root / "output").exists()
    assert objects(s3, "archive-old/") == {"index.html": b"another site"}
    assert not [key for key in keys(s3) if key.startswith(".")]


def test_nothing_is_put_when_nothing_changed_and_an_edit_puts_its_pages_and_the_list(far, s3, acts):
    far.build()
    acts.clear()
    receipt = far.build()
    assert (receipt.written, errors(receipt)) == (0, [])
    assert acts == []
    far.story("s1", "Story 1", "1991-05-05", "Other words.", image="{src: /images/pixel.jpg, alt: A}")
    receipt = far.build()
    put = puts(acts)
    assert objects(s3) == far.clean_build()
    assert set(put) == {"1991/05/05/s1/index.html", "stories/1991-05.jsonl", "manifest-sha256.txt"}
    assert receipt.written == 2
    template = far.root / "themes/plain/templates/everything.html"
    template.write_text(template.read_text().replace("{{ body }}", "{{ body }}{# the story #}"))
    acts.clear()
    assert far.build().rendered > 20
    assert acts == []  # what is made again and is the same stays
    assert not [key for key in keys(s3) if key.startswith(".")]


def test_stories_come_before_the_lists_that_lead_to_them_and_what_is_gone_goes_last(far, s3, acts):
    far.build()
    first = puts(acts)
    assert first.index("index.html") > max(n for n, path in enumerate(first) if path.count("/") > 1)
    acts.clear()
    far.drop("stories/s0.md")
    far.story("s9", "Story 9", "1999-05-05")
    far.build()
    placed = puts(acts)
    lists = [n for n, path in enumerate(placed) if path in ("1999/index.html", "years/index.html")]
    assert placed.index("1999/05/05/s9/index.html") < min(lists) < placed.index("index.html")
    gone = [n for n, act in enumerate(acts) if act == ("remove", "1990/05/05/s0/index.html")]
    assert gone[0] > acts.index(("copy", "index.html"))
    assert objects(s3) == far.clean_build()


@slow
@pytest.mark.parametrize("executor", ["processes:2", "dask"])
def test_processes_and_a_cluster_put_the_same(executor, far, s3, request):
    if executor == "dask":
        distributed = pytest.importorskip("distributed")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
        )
        request.addfinalizer(cluster.close)
        executor = f"dask:{cluster.scheduler_address}"
    far.build(executor=executor)
    assert objects(s3) == far.clean_build()
    far.story("s2", "Another title", "1992-05-05")
    far.build(executor=executor)
    assert objects(s3) == far.clean_build()


def test_a_worker_elsewhere_puts_its_pages_itself_and_sends_none_back(far, s3, monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    real = execute.open_executor

    @contextlib.contextmanager
    def open_executor(spec, work, prepare, setup):
        one = Elsewhere(tmp_path / "empty", setup, prepare, "spawn")
        with one.process:
            yield one

    back = []
    monkeypatch.setattr(
        execute, "open_executor", lambda spec, *rest: (open_executor if spec[0] == "dask" else real)(spec, *rest)
    )
    monkeypatch.setattr(crew.workers, "placed", lambda made, known: back.append(made.file) or made)
    far.build(executor="dask:tcp://nowhere:1")
    assert set(back) == {None}
    assert objects(s3) == far.clean_build()


@slow
def test_every_object_has_its_type_and_says_how_long_it_may_be_kept(far, s3):
    far.settings('title = "Tiny"\ntheme = "broadsheet"\nbase_url = "https://archive.example/a/"\n')
    far.build()
    far.story("s1", "Story one", "1991-05-05")  # what is copied onto its place keeps what was said with it
    far.build()

    def told(path):
        head = s3.head_object(Bucket="harbour-news", Key=f"archive/{path}")
        return head["ContentType"], head.get("CacheControl", "")

    assert told("index.html") == ("text/html; charset=utf-8", "")
    assert told("1991/05/05/s1/index.html") == ("text/html; charset=utf-8", "")
    assert told("feed.xml") == ("application/atom+xml; charset=utf-8", "")
    assert told("sitemap.xml") == ("application/xml; charset=utf-8", "")
    assert told("images/pixel.jpg") == ("image/jpeg", "")
    style = next(path for path in objects(s3) if path.startswith("static/") and path.endswith(".css"))
    assert told(style) == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")


@pytest.mark.parametrize("when", [pytest.param("the first time", marks=slow), "later"])
def test_a_build_that_is_cut_off_is_taken_up_and_what_it_left_waiting_is_swept_away(when, far, s3, monkeypatch):
    if when == "later":
        far.build()
        far.settings('title = "Another"\ntheme = "plain"\nbase_url = "https://archive.example/a/"\n')
    before = objects(s3)
    put, done = Bucket.put, []

    def failing(bucket, files):
        done.append(files)
        if len(done) > 1:
            raise MachineError("the line is cut")
        put(bucket, files)

    monkeypatch.setattr(Bucket, "put", failing)
    monkeypatch.setattr("backfile.depot.storage.HELD_FILES", 5)
    with pytest.raises(MachineError, match="the line is cut"):
        far.build()
    if when == "later":
        assert objects(s3) == before  # what was made waits where no page leads to
        assert [key for key in keys(s3) if key.startswith(STAGE)]
    monkeypatch.setattr(Bucket, "put", put)
    assert far.build().read == 0
    assert objects(s3) == far.clean_build()
    assert not [key for key in keys(s3) if key.startswith(".")]


@slow
def test_with_a_broken_story_nothing_changes(far, s3, acts):
    far.build()
    acts.clear()
    far.story("s1", "Story 1", "soon")
    assert far.build().problems
    assert acts == []


def test_a_state_that_is_lost_is_told_what_stands_there_by_the_list_of_files(far, s3, acts):
    far.build()
    far.drop("stories/s0.md")
    shutil.rmtree(far.root / ".backfile")
    acts.clear()
    receipt = far.build()
    assert objects(s3) == far.clean_build()
    assert "1990/05/05/s0/index.html" in {path for act, path in acts if act == "remove"}
    assert receipt.written < receipt.pages / 2


@slow
def test_an_object_that_somebody_changed_or_took_away_is_put_again(far, s3):
    far.build()
    s3.put_object(Bucket="harbour-news", Key="archive/index.html", Body=b"It works!")
    s3.delete_object(Bucket="harbour-news", Key="archive/1991/05/05/s1/index.html")
    assert far.build().written == 2
    s3.put_object(Bucket="harbour-news", Key="archive/1992/05/05/s2/index.html", Body=b"It works!")
    assert far.build().written == 0  # seen from outside the site is as it was left
    assert far.build(verify=True).written == 1
    assert objects(s3) == far.clean_build()


@slow
def test_the_site_of_another_is_not_written_over_and_what_others_put_there_stays(far, s3):
    s3.put_object(Bucket="harbour-news", Key="archive/index.html", Body=b"It works!")
    with pytest.raises(UsageError, match=r"index.html that Backfile did not put there"):
        far.build()
    s3.delete_object(Bucket="harbour-news", Key="archive/index.html")
    s3.put_object(Bucket="harbour-news", Key="archive/photo.jpg", Body=b"theirs")
    far.build()
    assert objects(s3).pop("photo.jpg") == b"theirs"
    assert pipeline.clean(far.root, Options(storage=TARGET)) > 20
    assert objects(s3) == {"photo.jpg": b"theirs"}


@slow
def test_a_site_that_was_published_there_before_is_taken_over(far, s3, acts):
    from backfile.publishing import Wishes, to_storage

    to_storage(far.root, Options(executor="inline", now=NOW), Wishes(), TARGET)
    before = objects(s3)
    acts.clear()
    assert far.build().written == 0
    assert objects(s3) == before
    assert ".backfile-published" not in keys(s3)  # it would say what is not true any more


@slow
def test_words_of_a_held_story_are_looked_for_in_what_the_bucket_has(far, s3):
    words = "The harbour master resigned over nine missing barges that nobody had counted since the autumn."
    far.story("held", "Held", "1994-05-05", words, status="draft")
    far.story("s3", "Story 3", "1993-05-05", f"A slip: {words}")
    receipt = far.build()
    assert receipt.is_searched
    assert receipt.files_searched > 10


@slow
def test_an_answer_that_refuses_is_one_sentence_and_the_build_goes_on_when_it_does_not(far, s3, monkeypatch, capsys):
    def refused(*words, **named):
        raise PermissionError("Access Denied")

    far.build()
    far.story("s1", "Another title", "1991-05-05")
    with monkeypatch.context() as patched:
        patched.setattr(bucket._file_system(), "pipe", refused)
        assert main(["build", "--root", str(far.root), "--output", TARGET, "--now", NOW, "--quiet"]) == 3
    said = capsys.readouterr().err
    assert "you may not do this there (Access Denied); look at the keys' rights" in said
    assert len(said.strip().splitlines()) == 1
    far.build()
    assert objects(s3) == far.clean_build()


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        ("no bucket", 2, "there is no bucket no-such-bucket"),
        pytest.param("no server", 3, "cannot be reached", marks=slow),
        pytest.param("no keys", 3, "no keys were found; set AWS_ACCESS_KEY_ID", marks=slow),
        ("no name", 2, "is not an address of storage, write s3://BUCKET"),
        ("portable", 2, "it goes into a folder, not into storage"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(wrong, code, words, s3, monkeypatch, capsys, tmp_path):
    archive = TinyArchive(tmp_path / "archive")
    target, more = TARGET, []
    if wrong == "no bucket":
        target = "s3://no-such-bucket"
    elif wrong == "no server":
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    elif wrong == "no keys":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.setenv("HOME", str(tmp_path))
    elif wrong == "no name":
        target = "s3://"
    else:
        more = ["--portable"]
    assert main(["build", "--root", str(archive.root), "--output", target, "--quiet", *more]) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_two_archives_that_build_into_one_bucket_are_kept_apart_and_a_killed_build_goes_on_at_once(far, s3, tmp_path):
    other = Far(tmp_path / "other")
    other.story("s9", "Another archive's story")
    far.build()
    with Claim(Bucket(TARGET), b"a build of some other machine").held():
        far.story("s0", "Changed", "1990-05-05")
        with pytest.raises(MachineError, match="another build or publication is writing there"):
            far.build()
        with pytest.raises(MachineError, match="another build or publication is writing there"):
            pipeline.clean(far.root, Options(storage=TARGET))
    with opened(far.root, Options(storage=TARGET, now=NOW)) as site:
        mine = lastbuild.owner_of(site.store)
    s3.put_object(Bucket="harbour-news", Key=f"archive/{HELD}", Body=mine.encode())
    with pytest.raises(MachineError, match="another build or publication is writing there"):
        other.build()
    assert not errors(far.build())
    assert objects(s3) == far.clean_build()


@slow
def test_other_verbs_say_that_storage_is_no_folder(far, monkeypatch, capsys):
    monkeypatch.chdir(far.root)
    assert main(["serve", "--output", TARGET]) == 2
    assert "is no folder but storage; `backfile build --output` writes there" in capsys.readouterr().err
    far.build()
    assert main(["explain", "/1991/05/05/s1/", "--output", TARGET, "--now", NOW]) == 0
    assert main(["clean", "--output", TARGET]) == 0


def test_without_the_extra_one_sentence_says_what_to_install(far):
    script = "import sys; sys.modules['s3fs'] = None; from backfile.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "build", "--output", TARGET, "--root", str(far.root)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(PROJECT)}
    )
    assert done.returncode == 2
    assert done.stderr == 'error: storage needs the extra s3: pip install "backfile[s3]"\n'
