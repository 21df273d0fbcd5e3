"""Work on a Dask cluster: the same bytes, whoever dies, leaves or joins; a cluster that is gone is said so."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest

from backfile import checking, cluster, crew, execute
from backfile.cli import main
from backfile.importing import reading
from backfile.model import MachineError, UsageError
from backfile.options import Options
from tests.engine.tiny import NOW, SETTINGS, TinyArchive, tree

LONG = bool(os.environ.get("BACKFILE_LONG"))
PROJECT = Path(__file__).parents[2]
is_long = pytest.mark.skipif(not LONG, reason="takes a minute: BACKFILE_LONG=1")


def town(tiny: TinyArchive, count: int = 60) -> None:
    tiny.put("images/pixel.jpg", b"a picture")
    tiny.put("images/map.pdf", b"a map")
    for number in range(count):
        tiny.story(
            f"s{number:04}",
            f"Story {number}",
            f"19{70 + number % 29}-05-05",
            body="Some *words* and [a map](/images/map.pdf) | and more.",
            tags=f"[tag {number % 4}]",
            image="{src: /images/pixel.jpg, alt: A}",
        )


class Elsewhere(Executor):
    """A worker on a machine of its own, as far as a process in an empty folder can be one."""

    shares_disk = False

    def __init__(self, folder: Path, setup: bytes, prepare, start: str = "fork") -> None:
        context = multiprocessing.get_context(start)
        self.process = ProcessPoolExecutor(1, context, initializer=os.chdir, initargs=(folder,))
        self.setup, self.prepare, self.sent = setup, prepare, []

    def submit(self, function, /, *args):
        call = pickle.dumps(cluster.Call(cluster.__version__, self.prepare, self.setup, function, args))
        self.sent.append(len(call))
        return Loaded(self.process.submit(pickle.loads, call))


class Loaded:
    """A call under way, whose value comes back as bytes."""

    def __init__(self, future) -> None:
        self.future, self.cancel, self.done = future, future.cancel, future.done

    def result(self):
        return pickle.loads(self.future.result())


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Builds with `dask:` work in another process that has none of the archive's files at hand."""
    opened = []

    @contextlib.contextmanager
    def open_executor(spec, work, prepare, setup):
        (tmp_path / "empty").mkdir(exist_ok=True)
        one = Elsewhere(tmp_path / "empty", setup, prepare)
        opened.append(one)
        with one.process:
            yield one

    real = execute.open_executor
    monkeypatch.setattr(
        execute, "open_executor", lambda spec, *rest: (open_executor if spec[0] == "dask" else real)(spec, *rest)
    )
    return opened


FAR = {"executor": "dask:tcp://nowhere:1"}


def test_workers_with_no_file_of_ours_make_the_same_site(tiny, elsewhere):
    town(tiny)
    tiny.build(**FAR)
    assert len(elsewhere[0].sent) > 3
    assert tiny.site()["images/map.pdf"] == b"a map"
    assert tiny.site() == tiny.clean_build()
    tiny.story("s0003", "Another title", "1973-05-05", tags="[tag 3]")
    receipt = tiny.build(**FAR)
    assert receipt.read == 1
    assert receipt.written < 30
    assert tiny.site() == tiny.clean_build()
    assert tiny.build(**FAR).rendered == 0


def test_a_story_that_changes_while_its_page_is_made_elsewhere_is_made_again(tiny, elsewhere, monkeypatch):
    town(tiny, 5)
    current, looked = crew._current, []

    def late(job, content):
        if job.page.source == "stories/s0002.md" and not looked:
            looked.append(job)
            tiny.story("s0002", "The latest title")
        return current(job, content)

    monkeypatch.setattr(crew, "_current", late)
    tiny.build(**FAR)
    assert looked
    assert tiny.site() == tiny.clean_build()


def test_what_a_batch_carries_is_bounded(tiny, elsewhere, monkeypatch):
    monkeypatch.setattr(crew, "LOAD_BYTES", 5_000)
    monkeypatch.setattr(crew, "READ_BATCH", 4)
    for number in range(30):
        tiny.story(f"s{number}", body="Some words. " * 300)
    tiny.build(**FAR)
    assert max(elsewhere[0].sent) < 40_000
    assert tiny.site() == tiny.clean_build()


def test_a_worker_that_runs_other_code_is_told_from_ours(tiny, elsewhere, monkeypatch):
    town(tiny, 3)
    replaced = crew.workers.Setup._replace
    monkeypatch.setattr(
        crew.workers.Setup,
        "_replace",
        lambda setup, **named: replaced(setup, **(named | ({"code": "other"} if "code" in named else {}))),
    )
    with pytest.raises(MachineError, match="another version of Backfile"):
        tiny.build(**FAR)
    assert not (tiny.root / "output" / "index.html").exists()


def test_the_extra_explains_itself(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"backfile\[dask\]"):
        cluster.Cluster("tcp://127.0.0.1:1", print, b"")


# -- a real cluster


@pytest.fixture(scope="module")
def workers():
    """Two worker processes and their scheduler, as a test can start them."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


def test_a_cluster_of_two_workers_makes_the_site_that_one_process_makes(tmp_path, workers):
    tiny = TinyArchive(tmp_path / "archive")
    town(tiny, 40)
    for executor in ("inline", "processes:2"):
        tiny.build(executor=executor, output=tmp_path / executor[:3])
    tiny.build(executor=f"dask:{workers.scheduler_address}", output=tmp_path / "far")
    assert tree(tmp_path / "far") == tree(tmp_path / "inl") == tree(tmp_path / "pro")
    assert len(tree(tmp_path / "far")) > 100


def captures(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        said = f"The gate at lock {number} stays shut until the keeper has counted his barges. " * 4
        (folder / f"{number:03}.txt").write_text(f"Gate {number} stays shut\n\n{1 + number % 28} May 2016\n\n{said}\n")
    return folder


@is_long
def test_captures_read_on_a_cluster_become_the_files_that_one_process_writes(tmp_path, workers, monkeypatch):
    monkeypatch.setattr("backfile.cli.verbs.import_.BATCHES_ALONE", 0)
    monkeypatch.setattr(reading, "BATCH_STORIES", 4)
    pile = captures(tmp_path / "articles", 30)
    for name, executor in (("here", "inline"), ("far", f"dask:{workers.scheduler_address}")):
        archive = TinyArchive(tmp_path / name)
        assert main(["import", str(pile), "--root", str(archive.root), "--executor", executor, "--quiet"]) == 0
    assert tree(tmp_path / "far/content") == tree(tmp_path / "here/content")
    assert len(tree(tmp_path / "far/content")) == 30


def test_a_check_on_a_cluster_finds_what_one_process_finds(tmp_path, workers):
    said = []
    for name, executor in (("here", "inline"), ("far", f"dask:{workers.scheduler_address}")):
        tiny = TinyArchive(tmp_path / name)
        for number in range(12):
            tiny.story(f"s{number}", f"Story {number}", body="See [it](/nowhere/) and “that.", tags=f"[t{number % 3}]")
        tiny.story("broken", "Broken", "soon")
        receipt = checking.check(tiny.root, Options(executor=executor, now=NOW))
        said.append((receipt.problems, receipt.stories, receipt.broken, receipt.read))
    assert said[0] == said[1]
    assert len(said[0][0]) > 12


def test_copies_of_pictures_made_on_a_cluster_have_the_same_bytes(tmp_path, workers):
    pytest.importorskip("PIL")
    from tests.pictures.drawing import drawing

    sites = []
    for name, executor in (("here", "inline"), ("far", f"dask:{workers.scheduler_address}")):
        tiny = TinyArchive(tmp_path / name, SETTINGS + '[pictures]\nwidths = [320]\nformats = ["webp"]\n')
        tiny.put("images/mill.jpg", drawing(700, 400))
        tiny.story("mill", image="{src: /images/mill.jpg, alt: A mill}")
        tiny.build(executor=executor)
        sites.append(tiny.site())
    assert sites[0] == sites[1]
    assert any(path.endswith(".webp") for path in sites[0])


def test_a_call_that_ends_every_worker_it_is_given_to_is_a_sentence():
    distributed = pytest.importorskip("distributed")

    class Call:
        def result(self, timeout):
            raise distributed.KilledWorker("call", None, 3)

    one = cluster.Cluster.__new__(cluster.Cluster)
    one._distributed = distributed
    with pytest.raises(MachineError, match=r"ended at the same piece of work \(out of memory\?\)"):
        one.bytes_of(Call())


def test_no_scheduler_is_said_in_a_sentence(tiny, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    town(tiny, 3)
    with pytest.raises(MachineError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        tiny.build(executor="dask:tcp://127.0.0.1:9")


# -- schedulers and workers as a user starts them (BACKFILE_LONG=1)

IMPATIENT = {
    "PYTHONPATH": str(PROJECT),
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
    "DASK_DISTRIBUTED__COMM__RETRY__COUNT": "0",
}


class Machines:
    """Processes of a cluster, each in an empty folder, all ended with the test. `inside` names a network namespace."""

    def __init__(self, folder: Path, port: int, host: str = "127.0.0.1") -> None:
        self.folder, self.address = folder, f"tcp://{host}:{port}"
        self.host, self.port, self.running = host, port, []

    def start(self, *command: str, before: tuple[str, ...] = ()) -> subprocess.Popen:
        place = self.folder / f"machine{len(self.running)}"
        place.mkdir()
        log = (place / "log").open("wb")
        whole = [*before, sys.executable, "-m", "dask", *command]
        one = subprocess.Popen(whole, cwd=place, env={**os.environ, **IMPATIENT}, stdout=log, stderr=log)
        self.running.append(one)
        self._until_at_work(one, place / "log", b"Scheduler at:" if "scheduler" in command else b"Registered to:")
        return one

    def _until_at_work(self, one: subprocess.Popen, log: Path, word: bytes) -> None:
        """A machine that is busy with other things may take a minute to start a process; no test is about that."""
        for _ in range(3000):
            if word in log.read_bytes():
                return
            assert one.poll() is None, log.read_text()
            time.sleep(0.1)
        pytest.fail(f"it does not start: {log.read_text()}")

    def scheduler(self, before: tuple[str, ...] = ()) -> subprocess.Popen:
        return self.start("scheduler", "--host", self.host, "--port", str(self.port), "--no-dashboard", before=before)

    def worker(self, *more: str, before: tuple[str, ...] = ()) -> subprocess.Popen:
        return self.start("worker", self.address, "--no-nanny", "--no-dashboard", *more, before=before)

    def build(self, root: Path) -> subprocess.Popen:
        command = [sys.executable, "-P", "-m", "backfile", "build", "--root", str(root), "--quiet", "--now", NOW]
        return subprocess.Popen(
            [*command, "--executor", f"dask:{self.address}"],
            env={**os.environ, **IMPATIENT}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def stop(self) -> None:
        for one in self.running:
            one.kill()
            one.wait()


@pytest.fixture
def machines(tmp_path) -> Iterator[Machines]:
    pytest.importorskip("distributed")
    (tmp_path / "machines").mkdir()
    found = Machines(tmp_path / "machines", 18_786)
    yield found
    found.stop()


def until_pages_come(tiny: TinyArchive, count: int = 300) -> None:
    """Wait until a first build is in the middle of its pages."""
    for _ in range(3000):
        if len(list((tiny.root / "output").glob("*/*/*/*/index.html"))) > count:
            return
        time.sleep(0.1)
    pytest.fail("the build makes no pages")


@is_long
def test_a_worker_that_is_killed_one_that_leaves_and_one_that_joins_change_nothing(tmp_path, machines):
    tiny = TinyArchive(tmp_path / "archive")
    town(tiny, 2500)
    machines.scheduler()
    first, second = machines.worker(), machines.worker()
    build = machines.build(tiny.root)
    until_pages_come(tiny)
    first.kill()
    machines.worker()
    until_pages_come(tiny, 900)
    second.send_signal(signal.SIGTERM)
    assert build.wait(600) == 0, build.stderr.read()
    assert tiny.site() == tiny.clean_build()


@is_long
def test_a_scheduler_that_goes_away_stops_the_build_with_a_sentence_and_the_next_one_goes_on(tmp_path, machines):
    tiny = TinyArchive(tmp_path / "archive")
    town(tiny, 1500)
    scheduler = machines.scheduler()
    machines.worker()
    build = machines.build(tiny.root)
    until_pages_come(tiny)
    scheduler.kill()
    assert build.wait(300) == 3
    said = build.stderr.read().strip().splitlines()
    assert len(said) == 1
    assert "has gone away; what was made is kept" in said[0]
    receipt = tiny.build()
    assert receipt.read == 0
    assert receipt.written < receipt.pages
    assert tiny.site() == tiny.clean_build()


@is_long
def test_a_scheduler_without_workers_is_given_up_after_a_while(tmp_path, machines, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    monkeypatch.setattr(cluster, "LOOK_EVERY", 1.0)
    tiny = TinyArchive(tmp_path / "archive")
    town(tiny, 3)
    machines.scheduler()
    with pytest.raises(MachineError, match="has had no worker for 3 seconds"):
        tiny.build(executor=f"dask:{machines.address}")


@pytest.fixture
def far_machines(tmp_path) -> Iterator[Machines]:
    """A scheduler in one network namespace and workers in another that reach nothing but the scheduler."""
    pytest.importorskip("distributed")
    lines = """
        netns add bf-mid
        netns add bf-far
        link add bf-a type veth peer name bf-b netns bf-mid
        link add bf-c netns bf-mid type veth peer name bf-d netns bf-far
        addr add 10.77.1.1/24 dev bf-a
        link set bf-a up
        -n bf-mid addr add 10.77.1.2/24 dev bf-b
        -n bf-mid link set bf-b up
        -n bf-mid addr add 10.77.2.1/24 dev bf-c
        -n bf-mid link set bf-c up
        -n bf-mid link set lo up
        -n bf-far addr add 10.77.2.2/24 dev bf-d
        -n bf-far link set bf-d up
        -n bf-far link set lo up
    """
    (tmp_path / "machines").mkdir()
    found = Machines(tmp_path / "machines", 18_787, "10.77.1.2")
    try:
        for line in lines.strip().splitlines():
            if subprocess.run(["ip", *line.split()], capture_output=True).returncode:
                pytest.skip("network namespaces need root")
        yield found
    finally:
        found.stop()
        for name in ("bf-far", "bf-mid"):
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


@is_long
def test_workers_on_a_network_of_their_own_that_see_no_file_of_the_archive(tmp_path, far_machines):
    tiny = TinyArchive(tmp_path / "archive")
    town(tiny, 300)
    far_machines.start(
        "scheduler", "--host", "0.0.0.0", "--port", str(far_machines.port), "--no-dashboard",
        before=("ip", "netns", "exec", "bf-mid"),
    )  # fmt: skip
    hidden = f'mount -t tmpfs none {tiny.root} && exec ip netns exec bf-far $0 "$@"'
    for _ in range(2):
        far_machines.start(
            "worker", "tcp://10.77.2.1:18787", "--no-dashboard", "--nthreads", "1",
            before=("unshare", "--mount", "sh", "-c", hidden),
        )  # fmt: skip
    build = far_machines.build(tiny.root)
    assert build.wait(600) == 0, build.stderr.read()
    assert tiny.site() == tiny.clean_build()
