"""How long from a save to the browser: edits stories under a running preview and waits for livereload's message.

    python benchmarks/serve_latency.py ARCHIVE [--edits 20] [--command "backfile serve"]

ARCHIVE is the folder of an archive (site.toml, content/). Its stories are edited and put back. The clock starts when
the new text is on the disk (after the rename) and stops when the reload message has arrived on the reload channel, as
a browser would have it: of a tab on the home page. `all pages` is when those are made, too, that nobody looks at. The
preview is built first; its state is kept, so that a second run starts at once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shlex
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

CALM = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--edits", type=int, default=20, help="of each kind")
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m backfile serve")
    parser.add_argument("--wait", type=float, default=3600, help="seconds for the first build")
    asyncio.run(measure(parser.parse_args()))


async def measure(arguments: argparse.Namespace) -> None:
    start = time.perf_counter()
    command = [*shlex.split(arguments.command), "--root", str(arguments.archive), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        url = server.stdout.readline().split("Serving ")[1].split()[0]
        status = first_page(url)
        print(f"first page        {(time.perf_counter() - start) * 1000:8.0f} ms  (status {status})")
        await asyncio.to_thread(wait_for_build, server)
        ends: list[float] = []
        threading.Thread(target=note_ends, args=(server, ends), daemon=True).start()
        print(f"preview built     {time.perf_counter() - start:8.1f} s")
        reloads = await connected(url)
        stories = sorted((arguments.archive / "content").rglob("*.md"))
        chosen = random.Random(1).sample(stories, min(arguments.edits, len(stories)))
        for kind, edit, saves in (("body", with_body, 1), ("title", with_title, 1), ("three saves", with_body, 3)):
            before = cpu_seconds(server.pid)
            times = [await one_edit(reloads, ends, story, edit, saves) for story in chosen]
            report(kind, times, (cpu_seconds(server.pid) - before) / (2 * len(chosen)))
    finally:
        server.terminate()
        server.wait()


def first_page(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def wait_for_build(server: subprocess.Popen) -> None:
    for line in server.stdout:
        if " kept, " in line:
            return
    raise SystemExit("the preview ended before its first build")


def note_ends(server: subprocess.Popen, ends: list[float]) -> None:
    """When the preview said that it has made what it had to make."""
    for line in server.stdout:
        if line.startswith(("Rebuilt", "  and ")):
            ends.append(time.perf_counter())


async def connected(url: str) -> asyncio.Queue:
    """A tab on the home page, as livereload's channel knows it."""
    parts = urlsplit(url)
    with urllib.request.urlopen(url) as answer:
        build = answer.read().decode().partition('data-build="')[2].partition('"')[0]
    request = HTTPRequest(f"ws://{parts.netloc}/livereload", headers={"Origin": f"http://{parts.netloc}"})
    tab = await websocket_connect(request)
    await tab.write_message(
        json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
    )
    await tab.read_message()
    await tab.write_message(json.dumps({"command": "info", "url": url, "plugins": {"backfile": {"build": build}}}))
    reloads: asyncio.Queue = asyncio.Queue()
    reloads.listener = asyncio.ensure_future(listen(tab, reloads))
    return reloads


async def listen(tab: WebSocketClientConnection, reloads: asyncio.Queue) -> None:
    while await tab.read_message() is not None:
        reloads.put_nowait(time.perf_counter())


async def one_edit(reloads: asyncio.Queue, ends: list[float], story: Path, edit, saves: int = 1) -> tuple[float, float]:
    """Milliseconds from the last save to the last reload, and to the last page made; the story is put back afterwards,
    which is waited for too."""
    before = story.read_text("utf-8")
    for number in range(saves):
        if number:
            await asyncio.sleep(0.01)
        save(story, edit(before, number))
    start = time.perf_counter()
    last = await settled(reloads)
    while time.perf_counter() - ends[-1] < CALM:
        await asyncio.sleep(CALM)
    end = max(ends[-1], last)
    save(story, before)
    await settled(reloads)
    return (last - start) * 1000, (end - start) * 1000


async def settled(reloads: asyncio.Queue) -> float:
    """When the last reload came, after which nothing more did: an edit may be seen in two parts."""
    last = await reloads.get()
    with contextlib.suppress(TimeoutError):
        while True:
            last = await asyncio.wait_for(reloads.get(), CALM)
    return last


def save(story: Path, text: str) -> None:
    fresh = story.with_name(f".{story.name}.new")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, story)


def with_body(text: str, number: int) -> str:
    return text.rstrip("\n") + f"\n\nOne more paragraph, number {number}.\n"


def with_title(text: str, number: int) -> str:
    head, mark, rest = text.partition("title:")
    line, end, rest = rest.partition("\n")
    quoted = line.rstrip().endswith('"')
    new = line.rstrip()[:-1] + f' and {number}"' if quoted else line.rstrip() + f" and {number}"
    return head + mark + new + end + rest


def cpu_seconds(process: int) -> float:
    """The processor time that a process has used so far, which says more than a clock on a busy machine; 0 where the
    system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(kind: str, times: list[tuple[float, float]], cpu: float) -> None:
    """`cpu` is of one build, in seconds: each edit is two, since the story is put back."""
    ordered = sorted(reload for reload, _ in times)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
    print(
        f"{kind:<12} {len(times):4} edits  median {statistics.median(ordered):7.1f} ms  "
        f"9 in 10 within {high:7.1f} ms  longest {ordered[-1]:7.1f} ms  "
        f"all pages {statistics.median(end for _, end in times):7.1f} ms  processor {cpu * 1000:6.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
