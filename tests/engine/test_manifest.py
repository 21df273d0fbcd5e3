"""The manifest names every file of the site with its true hash, after any build, and costs what changed."""

from __future__ import annotations

import hashlib
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import manifest, write
from backfile.depot import FolderDepot
from backfile.state import Output, Outputs, open_store
from tests.engine.tiny import tree

PATHS = st.text(alphabet="ab/-.%é\n0", min_size=1, max_size=6)
HASHES = st.sampled_from([letter * 64 for letter in "0123456789abcdef"])


def listed(tiny):
    lines = (tiny.root / "output" / manifest.NAME).read_bytes().splitlines()
    return dict(manifest.parse_line(line) for line in lines)


def there(tiny):
    return {path: hashlib.sha256(data).hexdigest() for path, data in tiny.site().items() if path != manifest.NAME}


def small(tiny):
    tiny.put("images/100% a.jpg", b"a picture")
    tiny.story("flood", "The flood", tags="[Harbour]", image="{src: '/images/100% a.jpg', alt: A}")
    tiny.story("ferry", "The ferry", "1996-01-02", tags="[Harbour]")


def test_it_names_every_file_with_its_hash_and_none_besides(tiny):
    small(tiny)
    tiny.build()
    assert listed(tiny) == there(tiny)
    (tiny.root / "output" / "CNAME").write_text("a person's own file")
    tiny.drop("stories/ferry.md")
    tiny.story("gate", "The gate", "1997-01-02")
    tiny.build()
    assert listed(tiny) == {path: hash_ for path, hash_ in there(tiny).items() if path != "CNAME"}
    assert list(listed(tiny)) == sorted(listed(tiny), key=str.encode)


def test_the_tool_of_every_system_reads_it(tiny):
    tiny.story("flood")
    tiny.build()
    try:
        done = subprocess.run(["sha256sum", "--check", "--quiet", "--strict", manifest.NAME], cwd=tiny.root / "output")
    except FileNotFoundError:
        pytest.skip("there is no sha256sum on this machine")
    assert done.returncode == 0


def test_a_changed_page_is_hashed_and_no_other(tiny, monkeypatch):
    small(tiny)
    tiny.build()
    tiny.story("ferry", "The ferry", "1996-01-02", "Other words.", tags="[Harbour]")
    hashed = []
    real = write.fingerprint.sha256_of
    monkeypatch.setattr(write.fingerprint, "sha256_of", lambda data: hashed.append(data) or real(data))
    monkeypatch.setattr(manifest, "_all_lines", lambda *_: pytest.fail("the whole list was made anew"))
    receipt = tiny.build()
    assert receipt.rendered <= len(hashed) < 6
    assert listed(tiny) == there(tiny)


def test_a_build_that_changes_no_byte_leaves_it_alone(tiny):
    small(tiny)
    tiny.build()
    before = (tiny.root / "output" / manifest.NAME).stat()
    tiny.build()
    tiny.build(clean=True)
    after = (tiny.root / "output" / manifest.NAME).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


@pytest.mark.parametrize("harm", ["removed", "changed", "older"])
def test_a_manifest_that_is_not_the_one_left_is_made_anew(tiny, harm):
    small(tiny)
    tiny.build()
    target = tiny.root / "output" / manifest.NAME
    right = target.read_bytes()
    if harm == "removed":
        target.unlink()
    else:
        target.write_bytes(right[: len(right) // 2] if harm == "older" else b"0" * 64 + right[64:])
    tiny.build()
    assert target.read_bytes() == right
    assert tiny.build().written == 0


def test_it_is_put_in_place_after_every_page_it_names(tiny, monkeypatch):
    moved = []
    real = write.move
    monkeypatch.setattr(write, "move", lambda fresh, target: (moved.append(target), real(fresh, target)))
    small(tiny)
    tiny.build()
    assert moved[-1].endswith(manifest.NAME)
    moved.clear()
    tiny.story("gate", "The gate", "1997-01-02")
    tiny.build()
    assert moved[-1].endswith(manifest.NAME)


def test_clean_removes_it(tiny):
    from backfile import pipeline
    from backfile.options import Options

    tiny.story("flood")
    tiny.build()
    pipeline.clean(tiny.root, Options())
    assert tree(tiny.root / "output") == {}


@given(st.dictionaries(PATHS, HASHES), st.dictionaries(PATHS, st.one_of(HASHES, st.just(""))))
def test_lines_spliced_in_are_the_list_made_anew(tmp_path_factory, before, changed):
    folder = tmp_path_factory.mktemp("site")
    store = open_store(None)
    listing = b"".join(manifest.line(path, before[path]) for path in sorted(before, key=str.encode))
    (folder / manifest.NAME).write_bytes(listing)
    outputs = Outputs(store)
    outputs.put(Output(path, "", "", {}, before[path], 0) for path in before)
    outputs.listed()
    store.set_value("manifest", manifest._identity(folder / manifest.NAME))
    outputs.put(Output(path, "", "", {}, changed[path], 0) for path in changed if changed[path])
    outputs.drop(path for path in changed if not changed[path])
    (folder / "scratch").mkdir()
    manifest.bring_up(store, folder, folder / "scratch", FolderDepot(folder))
    assert outputs.unlisted(1) == []
    after = {path: hash_ for path, hash_ in (before | changed).items() if hash_}
    expected = b"".join(manifest.line(path, after[path]) for path in sorted(after, key=str.encode))
    assert (folder / manifest.NAME).read_bytes() == expected
    assert [manifest.parse_line(line) for line in expected.splitlines()] == sorted(
        after.items(), key=lambda pair: pair[0].encode()
    )
    store.close()
